/// What an identity may do with a node.
public struct Permissions: OptionSet, Hashable, Sendable {
  /// The bits as they travel; bits without a name here are kept.
  public let rawValue: Int32

  /// Takes the bits as they travel.
  @inlinable
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// See the data, the children and the watch events.
  @inlinable public static var read: Permissions { Permissions(rawValue: 1) }
  /// Set the data.
  @inlinable public static var write: Permissions { Permissions(rawValue: 2) }
  /// Create children.
  @inlinable public static var create: Permissions { Permissions(rawValue: 4) }
  /// Delete children.
  @inlinable public static var delete: Permissions { Permissions(rawValue: 8) }
  /// Set the access control list.
  @inlinable public static var admin: Permissions { Permissions(rawValue: 16) }
  /// Everything.
  public static let all: Permissions = [.read, .write, .create, .delete, .admin]
}

extension Permissions: CustomStringConvertible {
  /// The letters that ZooKeeper's shells use, `cdrwa` for everything.
  public var description: String {
    let letters: [(Permissions, Character)] = [
      (.create, "c"), (.delete, "d"), (.read, "r"), (.write, "w"), (.admin, "a"),
    ]
    return String(letters.compactMap { contains($0.0) ? $0.1 : nil })
  }
}

/// Somebody an access control list speaks of: a scheme of proof, and a name within it.
public struct Identity: Hashable, Sendable {
  /// How the identity is proven: `world`, `auth`, `ip`, `digest`, `x509`, `sasl` or another.
  public var scheme: String
  /// As it travels: some clients send null where the scheme needs no name.
  package var sentID: String?

  /// Names somebody in the scheme's own form.
  public init(scheme: String, id: String) {
    self.scheme = scheme
    sentID = id
  }

  package init(scheme: String, sentID: String?) {
    self.scheme = scheme
    self.sentID = sentID
  }

  /// Who it is, in the scheme's own form.
  public var id: String {
    get { sentID ?? "" }
    set { sentID = newValue }
  }

  /// Compares bytes, as ZooKeeper does; Swift's strings call more texts equal.
  public static func == (left: Identity, right: Identity) -> Bool {
    guard left.scheme.hasSameBytes(as: right.scheme) else { return false }
    switch (left.sentID, right.sentID) {
    case (nil, nil): return true
    case (let one?, let other?): return one.hasSameBytes(as: other)
    default: return false
    }
  }

  /// Everybody.
  public static let anyone = Identity(scheme: "world", id: "anyone")
  /// Whoever the connection that writes the list has proven to be.
  public static let creator = Identity(scheme: "auth", id: "")
}

/// One line of an access control list: what one identity may do.
public struct ACL: Hashable, Sendable {
  /// What the identity may do.
  public var permissions: Permissions
  /// Who may do it.
  public var identity: Identity

  /// Allows somebody something.
  public init(_ permissions: Permissions, for identity: Identity) {
    self.permissions = permissions
    self.identity = identity
  }
}

/// Who may do what with a node.
public struct AccessControl: Hashable, Sendable {
  /// The lines; a permission is given by the first one that matches.
  public var entries: [ACL]

  /// Makes a list of lines. A server refuses an empty one.
  public init(_ entries: [ACL]) {
    self.entries = entries
  }

  /// Everybody may do everything.
  public static let open = AccessControl([ACL(.all, for: .anyone)])
  /// Everybody may read, nobody may do more.
  public static let readOnly = AccessControl([ACL(.read, for: .anyone)])
  /// Only whoever creates the node may do anything; needs credentials on the connection.
  public static let creatorAll = AccessControl([ACL(.all, for: .creator)])
}

extension Identity: CustomStringConvertible {
  /// The form of `getAcl`'s lists elsewhere: `scheme:id`.
  public var description: String { "\(scheme):\(id)" }
}

extension ACL: CustomStringConvertible {
  /// Who may do what: `world:anyone:cdrwa`.
  public var description: String { "\(identity):\(permissions)" }
}
