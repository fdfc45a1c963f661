/// The addresses that share their first bits with one: `10.0.0.0/8`, `2001:db8::/32`, or a single
/// address without a number of bits.
package struct IPNetwork: Sendable {
  private let octets: [UInt8]
  private let prefixLength: Int

  package init?(_ text: String) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, let octets = IPNetwork.octets(of: address) else { return nil }
    self.octets = octets
    if parts.count == 1 {
      prefixLength = octets.count * 8
    } else {
      guard let bits = IPNetwork.number(parts[1]), (0...octets.count * 8).contains(bits) else {
        return nil
      }
      prefixLength = bits
    }
  }

  /// Whether an address belongs to it. An IPv6 network has no IPv4 addresses, and the reverse.
  package func contains(_ address: String) -> Bool {
    guard let other = IPNetwork.octets(of: address.utf8[...]), other.count == octets.count else {
      return false
    }
    return octets.indices.allSatisfy { index in
      let bits = min(max(prefixLength - index * 8, 0), 8)
      let mask = ~(UInt8.max >> UInt8(bits))
      return (octets[index] ^ other[index]) & mask == 0
    }
  }
}

// Addresses as Apache reads them.
extension IPNetwork {
  private typealias Text = Substring.UTF8View

  private static func octets(of text: Text) -> [UInt8]? {
    text.contains(UInt8(ascii: ":")) ? octetsOfV6(text) : octetsOfV4(text)
  }

  private static func octetsOfV4(_ text: Text) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let octets = parts.compactMap { number($0).flatMap { UInt8(exactly: $0) } }
    return parts.count == 4 && octets.count == 4 ? octets : nil
  }

  /// Eight groups, or fewer with one `::` in place of those that are zero. Apache does not read the
  /// form that ends like an IPv4 address.
  private static func octetsOfV6(_ text: Text) -> [UInt8]? {
    let colon = UInt8(ascii: ":")
    let gap = zip(text.indices, text.indices.dropFirst()).first {
      text[$0] == colon && text[$1] == colon
    }
    guard let gap else {
      return groups(text).flatMap { $0.count == 16 ? $0 : nil }
    }
    let head = text[..<gap.0]
    let tail = text[text.index(after: gap.1)...]
    guard let front = head.isEmpty ? [] : groups(head),
      let back = tail.isEmpty ? [] : groups(tail), front.count + back.count < 16
    else { return nil }
    return front + [UInt8](repeating: 0, count: 16 - front.count - back.count) + back
  }

  private static func groups(_ text: Text) -> [UInt8]? {
    var octets: [UInt8] = []
    for group in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard group.count <= 4, group.first != UInt8(ascii: "+"),
        let value = UInt16(Substring(group), radix: 16)
      else { return nil }
      octets += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
    }
    return octets
  }

  private static func number(_ text: Text) -> Int? {
    Int32(Substring(text)).map(Int.init)
  }
}
