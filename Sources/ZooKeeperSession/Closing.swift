import ZooKeeperModel

/// How far the end of a session has come that its owner or a server asked for.
struct Closing: Hashable, Sendable {
  /// Its owner wants no more of it.
  var isAskedFor = false
  /// When nobody waits for a server's word any more.
  var deadline = MonotonicInstant.never
  /// What the end will be as soon as the connection is gone.
  var pendingEnd: SessionEnd?
  /// What the end was.
  var end: SessionEnd?
}
