import ZooKeeper

/// How it went to do something by a lease.
struct ScopeEnding<Value: Sendable>: Sendable {
  var result: Result<Value, any Error>
  /// That the lease was lost before the end.
  var loss: ZooKeeperError?

  /// What was done is worth nothing without the lease; and if it was cancelled, the loss is why.
  func get() throws -> Value {
    switch result {
    case .success(let value):
      if let loss { throw loss }
      return value
    case .failure(let error):
      if let loss, error.isCancellation { throw loss }
      throw error
    }
  }

  /// Whether it was the loss that ended it.
  var isLoss: Bool {
    guard loss != nil, case .failure(let error) = result else { return false }
    let code = (error as? ZooKeeperError)?.code ?? (error as? TransactionError)?.code
    return error.isCancellation || code == .leaseLost || code?.passesWithTheConnection ?? false
  }
}

extension Lease {
  /// Runs `body` as a task of its own, which is cancelled if the lease is lost, and gives the lease
  /// back when the body has ended, however it did.
  func whileHeld<Value: Sendable>(
    _ body: @escaping @Sendable (Lease) async throws -> Value
  ) async -> ScopeEnding<Value> {
    let result = await withTaskGroup(of: Result<Value, any Error>?.self) { group in
      group.addTask {
        do {
          return .success(try await body(self))
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        await untilLost()
        return nil
      }
      var result: Result<Value, any Error>?
      // Whichever ends first ends the other: a loss cancels the body, but does not wait for less
      // than its end.
      while let ended = await group.next() {
        result = ended ?? result
        group.cancelAll()
      }
      return result
    }
    var ending = ScopeEnding(result: result ?? .failure(CancellationError()))
    do throws(ZooKeeperError) {
      try await release()
    } catch {
      ending.loss = error
    }
    return ending
  }
}

extension Error {
  /// Whether it says that a task was cancelled.
  var isCancellation: Bool {
    switch self {
    case let error as ZooKeeperError: error.code == .cancelled
    case let error as TransactionError: error.code == .cancelled
    default: self is CancellationError
    }
  }
}
