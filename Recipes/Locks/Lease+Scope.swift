import ZooKeeper

extension Lease {
  /// Runs `body` as a task of its own, which is cancelled if the lease is lost, and gives the lease
  /// back when the body has ended, however it did.
  ///
  /// - Throws: `leaseLost` if the lease did not last until the end; what `body` throws.
  func whileHeld<Result: Sendable>(
    _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    let outcome = await withTaskGroup(of: Swift.Result<Result, any Error>?.self) { group in
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
      var outcome: Swift.Result<Result, any Error>?
      // Whichever ends first ends the other: a loss cancels the body, but does not wait for less
      // than its end.
      while let ended = await group.next() {
        outcome = ended ?? outcome
        group.cancelAll()
      }
      return outcome
    }
    switch outcome {
    case .success(let result):
      try await release()
      return result
    case .failure(let error):
      do throws(ZooKeeperError) {
        try await release()
      } catch {
        // The loss is why the body was cancelled.
        if outcome?.isCancellation ?? false { throw error }
      }
      throw error
    case nil:
      throw CancellationError()
    }
  }
}

extension Result {
  fileprivate var isCancellation: Bool {
    switch self {
    case .success: false
    case .failure(let error as ZooKeeperError): error.code == .cancelled
    case .failure(let error): error is CancellationError
    }
  }
}
