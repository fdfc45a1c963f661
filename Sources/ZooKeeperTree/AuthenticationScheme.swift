import ZooKeeperModel

/// A way to prove who one is, and what a name under it means in an access control list.
package enum AuthenticationScheme: String, Sendable {
  /// The address that the connection comes from.
  case ip
  /// A user's name and password, of which only a hash is kept.
  case digest
  /// The subject of the certificate that the client showed.
  case x509
  /// The name that a SASL conversation ended with.
  case sasl

  /// Whether it proves anything: everybody has an address, so `auth` in a list leaves those out.
  var isProof: Bool {
    self != .ip
  }

  /// Whether a list may name this id.
  func isValid(_ id: String) -> Bool {
    switch self {
    case .ip: IPNetwork(id) != nil
    case .digest: AuthenticationScheme.isUserAndHash(id)
    case .x509, .sasl: !id.isEmpty
    }
  }

  /// Whether an id that a connection has is the one in a list, or among those it stands for.
  func matches(_ own: String, listed: String) -> Bool {
    switch self {
    case .ip: IPNetwork(listed)?.contains(own) ?? false
    case .digest, .x509, .sasl: own.hasSameBytes(as: listed)
    }
  }

  /// What of an id may be told to the client that has it.
  func userName(of id: String) -> String {
    switch self {
    case .digest: String(AuthenticationScheme.user(of: id))
    case .ip, .x509, .sasl: id
    }
  }

  /// The part of a digest's id before the first colon.
  static func user(of id: String) -> Substring {
    let end = id.utf8.firstIndex(of: UInt8(ascii: ":")) ?? id.endIndex
    return id[..<end]
  }

  // Two parts with a colon between them, of which the user may be empty. As Java splits texts,
  // colons at the end do not count.
  private static func isUserAndHash(_ id: String) -> Bool {
    let colon = UInt8(ascii: ":")
    var rest = id.utf8[...]
    while rest.last == colon { rest.removeLast() }
    return rest.count(where: { $0 == colon }) == 1
  }
}
