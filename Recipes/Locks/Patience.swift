import ZooKeeper

extension ZooKeeperClient {
  /// Waits for what `wait` returns, for that long at most. If both come at once, what was waited
  /// for counts.
  ///
  /// - Throws: `timedOut`; and what `wait` throws.
  func within<Value: Sendable>(
    _ patience: Duration, at path: ZNodePath,
    _ wait: @escaping @Sendable () async throws(ZooKeeperError) -> Value
  ) async throws(ZooKeeperError) -> Value {
    let outcome = await withTaskGroup(of: Result<Value, ZooKeeperError>?.self) {
      group -> Result<Value, ZooKeeperError>? in
      group.addTask {
        do throws(ZooKeeperError) {
          return .success(try await wait())
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        try? await self.wait(for: patience)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      // Nobody waits any more, so the other ends now, one way or the other.
      let last = await group.next() ?? nil
      if case .success = last { return last }
      return nil
    }
    guard let outcome else {
      throw ZooKeeperError(
        Task.isCancelled ? .cancelled : .timedOut, outcome: .notApplied, operation: .create,
        path: path, detail: "waited for \(patience)")
    }
    return try outcome.get()
  }

  /// Waits until it makes sense to ask again, when nobody could be asked just now. Where too much
  /// was asked for at once, others have their turn.
  func untilAskable(after failure: ZooKeeperError) async throws(ZooKeeperError) {
    if failure.isOfTooMuch {
      do throws(CancellationError) {
        try await wait(for: .milliseconds(20))
      } catch {
        throw .cancelled(failure.path ?? .root)
      }
    }
    try await untilConnected()
  }
}
