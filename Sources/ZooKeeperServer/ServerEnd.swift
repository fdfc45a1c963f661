import ZooKeeperTransport

/// The end of a server, which others can wait for.
final class ServerEnd: Sendable {
  typealias Outcome = Result<Void, ServerFailure>

  private struct State {
    var outcome: Outcome?
    var waiters: [CheckedContinuation<Outcome, Never>] = []
  }

  private let state = Lock(State())

  /// Says that it has come, and wakes up those who wait for it.
  func come(_ outcome: Outcome) {
    let waiters = state.withLock { state in
      if state.outcome == nil { state.outcome = outcome }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: outcome) }
  }

  func wait() async -> Outcome {
    await withCheckedContinuation { continuation in
      let outcome = state.withLock { state in
        if state.outcome == nil { state.waiters.append(continuation) }
        return state.outcome
      }
      if let outcome { continuation.resume(returning: outcome) }
    }
  }
}
