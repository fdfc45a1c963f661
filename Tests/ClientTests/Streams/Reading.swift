import Testing
import ZooKeeperTransport

/// A task that reads a sequence to its end, and what has come of it so far.
final class Reading<Element: Sendable>: Sendable {
  enum End {
    case none
    case ended
    case failed(any Error)
  }

  private struct State {
    var elements: [Element] = []
    var end = End.none
  }

  private let state = Lock(State())
  private let executor: SteppedExecutor
  private let task = Lock<Task<Void, Never>?>(nil)

  /// Runs the task until it waits.
  init<Source: AsyncSequence & Sendable>(_ source: Source, on executor: SteppedExecutor)
  where Source.Element == Element {
    self.executor = executor
    let task = Task(executorPreference: executor) {
      do {
        for try await element in source { self.state.withLock { $0.elements.append(element) } }
        self.state.withLock { $0.end = .ended }
      } catch {
        self.state.withLock { $0.end = .failed(error) }
      }
    }
    self.task.withLock { $0 = task }
    executor.runUntilIdle()
  }

  /// What was read, once nothing moves any more.
  var elements: [Element] {
    executor.runUntilIdle()
    return state.withLock { $0.elements }
  }

  var hasEnded: Bool {
    if case .ended = end { true } else { false }
  }

  var error: (any Error)? {
    if case .failed(let error) = end { error } else { nil }
  }

  /// Cancels the task, and leaves it to others to run it.
  func cancel() {
    task.withLock { $0 }?.cancel()
  }

  private var end: End {
    executor.runUntilIdle()
    return state.withLock { $0.end }
  }
}
