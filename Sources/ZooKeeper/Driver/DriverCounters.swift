import ZooKeeperModel
import ZooKeeperSession

/// What a driver counts.
struct DriverCounters {
  var answered = 0
  var failed = 0
  var reconnects = 0
  var renewals = 0
  var bytesSent = 0
  var bytesReceived = 0
  var latency = LatencyHistogram()
  /// A session that is gone, until its successor has a name.
  var lostSession: (SessionID, SessionEnd)?

  mutating func answered(since beginning: MonotonicInstant, at now: MonotonicInstant) {
    answered += 1
    latency.record(nanoseconds: now.nanoseconds - beginning.nanoseconds)
  }
}
