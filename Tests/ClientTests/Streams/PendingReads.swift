import Testing
import ZooKeeper
import ZooKeeperTransport

/// Reads that wait until the test answers them, the oldest first.
final class PendingReads<Value: Sendable>: Sendable {
  private let waiting = Lock<[CheckedContinuation<Result<Value, any Error>, Never>]>([])

  /// How many reads wait for an answer.
  var count: Int { waiting.withLock { $0.count } }

  func read() async throws -> Value {
    try await withCheckedContinuation { continuation in
      waiting.withLock { $0.append(continuation) }
    }.get()
  }

  func answer(_ value: Value) throws {
    try oldest().resume(returning: .success(value))
  }

  func fail(_ error: any Error) throws {
    try oldest().resume(returning: .failure(error))
  }

  func fail(_ code: ZooKeeperError.Code) throws {
    try fail(ZooKeeperError(code, outcome: .notApplied, operation: .get))
  }

  private func oldest() throws -> CheckedContinuation<Result<Value, any Error>, Never> {
    let oldest = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    return try #require(oldest)
  }
}
