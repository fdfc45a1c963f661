/// A loop that has stopped does no more jobs.
package struct LoopHasStopped: Error {}

extension Mailbox {
  /// Runs a job on the loop and waits for its result.
  package func run<Result: Sendable>(
    _ job: @escaping @Sendable (EventLoop) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let isTaken = post { loop in
        continuation.resume(with: Swift.Result { try job(loop) })
      }
      if !isTaken { continuation.resume(throwing: LoopHasStopped()) }
    }
  }
}
