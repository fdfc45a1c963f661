import ZooKeeperModel

/// A request that was answered, for the books.
struct AnsweredRequest: Sendable {
  /// Nil for a write that failed: of it Apache forgets what it was, except for a multi.
  var operation: OpCode?
  var xid: Xid
  /// The last transaction that was applied when the answer was made.
  var zxid: Zxid
  var arrival: MonotonicInstant
  var answer: MonotonicInstant

  /// Differences of whole milliseconds, as Apache measures.
  var latency: Int64 {
    answer.wholeMilliseconds - arrival.wholeMilliseconds
  }
}

extension MonotonicInstant {
  var wholeMilliseconds: Int64 { nanoseconds / 1_000_000 }
}

extension OpCode {
  /// Whether the books say nothing of what failed: so in Apache, where a failed change becomes an
  /// error on its way.
  var isForgottenOnFailure: Bool {
    switch self {
    case .create, .create2, .createContainer, .createTTL, .delete, .deleteContainer, .setData,
      .setACL, .reconfig:
      true
    default: false
    }
  }
}
