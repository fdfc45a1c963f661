import ZooKeeperTransport

/// Addresses as Java writes them, and so as Apache stores them in access control lists.
enum JavaAddress {
  static func text(of address: IPAddress) -> String {
    switch address {
    case .v4:
      return "\(address)"
    case .v6(let high, let low, let scope):
      // Eight groups without leading zeros, and no shorthand for those that are zero.
      let groups = [high, low].flatMap { half in
        [48, 32, 16, 0].map { String(UInt16(truncatingIfNeeded: half >> $0), radix: 16) }
      }
      return groups.joined(separator: ":") + (scope == 0 ? "" : "%\(scope)")
    }
  }
}
