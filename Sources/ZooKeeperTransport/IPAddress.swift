/// The number of a machine in the network.
package enum IPAddress: Hashable, Sendable {
  case v4(UInt32)
  /// The scope is the number of the network interface that a link-local address belongs to; it is
  /// zero for all others.
  case v6(high: UInt64, low: UInt64, scope: UInt32 = 0)

  /// Reads an address as people write it, such as `10.0.0.1` or `2001:db8::1`, without a scope.
  package init?(_ text: String) {
    guard let address = Kernel.address(from: text) else { return nil }
    self = address
  }

  package static let loopback = IPAddress.v4(0x7F00_0001)
  package static let loopbackV6 = IPAddress.v6(high: 0, low: 1)
  package static let anyV4 = IPAddress.v4(0)
  /// A listener at this address accepts IPv4 as well.
  package static let any = IPAddress.v6(high: 0, low: 0)

  /// Four bytes or sixteen, in the order of the network.
  package var octets: [UInt8] {
    switch self {
    case .v4(let number): Self.octets(of: number)
    case .v6(let high, let low, _): Self.octets(of: high) + Self.octets(of: low)
    }
  }

  private static func octets(of number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: number >> $0)
    }
  }

  /// The IPv4 address that this one stands for, if it is an IPv4 peer of an IPv6 socket: whoever
  /// compares addresses wants one machine to have one.
  var unmapped: IPAddress {
    if case .v6(high: 0, let low, _) = self, low >> 32 == 0xFFFF {
      return .v4(UInt32(truncatingIfNeeded: low))
    }
    return self
  }
}

extension IPAddress: CustomStringConvertible {
  package var description: String { Kernel.text(of: self) }
}
