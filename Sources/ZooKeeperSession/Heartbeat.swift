import ZooKeeperModel

/// When to say something so that the server knows we live, and when a server is silent for too
/// long to be alive.
struct Heartbeat: Hashable, Sendable {
  /// When something was last sent.
  var lastSent = MonotonicInstant.never
  /// When something was last heard.
  var lastHeard = MonotonicInstant.never

  /// A third of the timeout after the last word, so that a lost ping leaves time for another one,
  /// and for a reconnect.
  func pingDue(_ timeout: Duration) -> MonotonicInstant {
    lastSent + min(timeout / 3, Heartbeat.pingIntervalMax)
  }

  /// The last third of the timeout is for finding another server.
  func silenceDue(_ timeout: Duration) -> MonotonicInstant {
    lastHeard + timeout * 2 / 3
  }

  /// Servers forget a session up to a tick after its timeout, counted from the last word they heard
  /// of it: a third more is long enough, unless a restart gave the session a new life.
  static func expiry(after moment: MonotonicInstant, _ timeout: Duration) -> MonotonicInstant {
    moment + timeout * 4 / 3
  }

  private static let pingIntervalMax: Duration = .seconds(10)
}
