public import ZooKeeperModel

/// Something that happened to a watched node, or a gap where it cannot be known whether something
/// did.
///
/// A change says that and where, not what: whoever wants the new value reads it.
public struct WatchChange: Hashable, Sendable {
  /// What can happen.
  public enum Kind: Hashable, Sendable {
    /// The node was created.
    case created
    /// The node was deleted.
    case deleted
    /// The node's data was set, maybe to what it was before.
    case dataChanged
    /// A child was created or deleted.
    case childrenChanged
    /// Changes may be missing here: read again what you care about.
    case gap(GapReason)
  }

  /// What happened.
  public var kind: Kind
  /// Where it happened; for a gap, the path that is watched.
  public var path: ZNodePath
  /// The change that did it. Nil from servers older than 3.9, for what a server only found out
  /// after a reconnect, and for gaps.
  public var zxid: Zxid?

  /// Puts a change together, for fakes and tests.
  public init(_ kind: Kind, at path: ZNodePath, zxid: Zxid? = nil) {
    self.kind = kind
    self.path = path
    self.zxid = zxid
  }

  /// Why changes may be missing; nil for what really happened.
  public var gap: GapReason? {
    if case .gap(let reason) = kind { reason } else { nil }
  }
}
