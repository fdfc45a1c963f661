import Foundation
import PeerSupport
import Testing

/// A program with another client that does what it is told, one line after the other, and answers
/// each by `done`.
struct ObedientPeer: Sendable {
  private let process: PeerProcess

  init(_ commandLine: [String]) throws {
    process = try PeerProcess(commandLine)
  }

  /// Returns when it is done. The wait has a thread of its own, because those of tasks are few.
  func obey(_ line: String) async throws {
    let answer = try await onThread {
      process.send(line)
      return try process.readLine()
    }
    if answer == nil { try await end() }
    try #require(answer == "done", "\(line)")
  }

  /// Lets it say good-bye, and waits until it has.
  func end() async throws {
    try await onThread { try process.finish() }
  }

  private func onThread<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
  }
}
