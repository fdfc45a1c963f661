public import ZooKeeperModel

/// What another client needs to go on with a session: whoever holds it owns the session, and with
/// it the ephemeral nodes.
///
/// A client that is detached leaves its session alive and gives out a ticket. A process can hand it
/// to the one that takes its place, by `textRevealingPassword()`, within the session's timeout.
public struct SessionTicket: Hashable, Sendable {
  /// The session.
  public let session: SessionID
  /// How long the session outlives its connection, as the servers granted it.
  public let timeout: Duration
  /// The last change that the session has seen: it will not be shown an older state.
  public let lastZxid: Zxid
  /// What the servers want to see of the session's owner; never printed.
  package let password: Secret

  package init(session: SessionID, password: Secret, timeout: Duration, lastZxid: Zxid) {
    self.session = session
    self.password = password
    self.timeout = timeout
    self.lastZxid = lastZxid
  }
}

extension SessionTicket: CustomStringConvertible {
  /// The session, without what proves that it is ours.
  public var description: String {
    "session \(session) with a timeout of \(timeout), up to \(lastZxid), password \(password)"
  }
}
