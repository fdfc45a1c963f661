import ZooKeeperTransport

/// The answer to a request that was sent already: there, or to come.
public final class Pending<Value: Sendable>: Sendable {
  private struct State {
    var result: Result<Value, ZooKeeperError>?
    var waiters: [(ticket: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
    var ticketsDrawn: UInt64 = 0
  }

  private let state = Lock(State())
  private let operation: OperationName

  init(_ operation: OperationName) {
    self.operation = operation
  }

  /// Waits for the answer. To be cancelled ends the waiting, and not the request.
  public var value: Value {
    get async throws(ZooKeeperError) {
      while !Task.isCancelled {
        if let result = state.withLock({ $0.result }) { return try result.get() }
        await untilSettled()
      }
      throw ZooKeeperError(
        .cancelled, outcome: operation.mayChange ? .unknown : .notApplied, operation: operation)
    }
  }

  /// Whether there was no room for the request.
  var isRefused: Bool {
    if case .failure(let error) = state.withLock({ $0.result }) {
      error.code == .overloaded
    } else {
      false
    }
  }

  func settle(_ result: Result<Value, ZooKeeperError>) {
    let waiters = state.withLock { state in
      defer { state.waiters = [] }
      state.result = result
      return state.waiters
    }
    for waiter in waiters { waiter.continuation.resume() }
  }

  private func untilSettled() async {
    let ticket = state.withLock { state in
      state.ticketsDrawn += 1
      return state.ticketsDrawn
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          if state.result != nil || Task.isCancelled { return false }
          state.waiters.append((ticket, continuation))
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
        guard let index = state.waiters.firstIndex(where: { $0.ticket == ticket }) else {
          return nil
        }
        return state.waiters.remove(at: index).continuation
      }
      continuation?.resume()
    }
  }
}
