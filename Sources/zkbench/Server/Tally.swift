import ZooKeeper

/// What the connections of one load have measured together.
final class Tally {
  private(set) var times = LatencyHistogram()
  private var counts = false

  func add(_ nanoseconds: Int64) {
    if counts { times.record(nanoseconds: nanoseconds) }
  }

  /// What was before belongs to warming up.
  func begin() { counts = true }

  func end() { counts = false }
}
