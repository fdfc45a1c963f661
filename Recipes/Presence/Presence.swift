public import ZooKeeper

/// Whether a node is there that somebody keeps.
public enum Presence: Hashable, Sendable {
  /// Why a node is not there.
  public enum Absence: Hashable, Sendable {
    /// Nobody keeps it: that has not begun, or has ended.
    case notKept
    /// It has not been created yet.
    case notCreated
    /// Somebody else's node is there: of another session, or of nobody's.
    case taken(by: SessionID?)
    /// It went with its session, and will be there again in the next one.
    case sessionLost
    /// Somebody has deleted it, and it will be there again.
    case deleted
  }

  /// It is there, as far as this client knows: while the client's state is `suspended`, servers may
  /// take it away and tell later. The change is the one that created it.
  case present(at: ZNodePath, since: Zxid)
  /// It is not there.
  case absent(Absence)

  /// Whether it is there.
  public var isPresent: Bool {
    if case .present = self { true } else { false }
  }
}
