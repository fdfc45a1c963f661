package import ZooKeeperModel

/// Why a call ends without a server's answer.
package struct CallFailure: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// The connection broke between request and reply.
    case connectionLost
    /// The session ended, and the request must not move to the next one.
    case sessionExpired
    /// The client was closed.
    case closed
    /// The caller's patience ended.
    case timedOut
    /// The caller's task was cancelled.
    case cancelled
    /// More is waiting to be sent than the limit allows.
    case overloaded
    /// The request has more bytes than a server would take.
    case requestTooLarge(byteCount: Int, limit: Int)
    /// The reply has more bytes than this client takes; the request was carried out.
    case replyTooLarge(byteCount: Int, limit: Int)
    /// A server did not accept who we say we are.
    case authenticationFailed
    /// The reply makes no sense.
    case malformedReply(String)
  }

  package var reason: Reason
  /// Whether the server may have carried out the request. Always false for what changes nothing.
  package var mayHaveHappened: Bool

  package init(_ reason: Reason, mayHaveHappened: Bool) {
    self.reason = reason
    self.mayHaveHappened = mayHaveHappened
  }
}

extension CallFailure.Reason {
  /// Why calls end with a session.
  package init(_ end: SessionEnd) {
    switch end {
    case .closed, .closedUnheard, .detached: self = .closed
    case .expired, .expiredUnheard, .serversBehind, .replaced: self = .sessionExpired
    case .authenticationFailed: self = .authenticationFailed
    }
  }
}
