import Synchronization
import Testing
import ZooKeeper

/// A value that several tasks change, and that others wait for to become as they need it.
final class Watchful<Value: Sendable>: Sendable {
  private let latest: LatestValue<Value>
  private let writing = Mutex(())

  init(_ value: Value) {
    latest = LatestValue(value)
  }

  var value: Value { latest.current }

  func change(_ change: (inout Value) -> Void) {
    writing.withLock { _ in
      var value = latest.current
      change(&value)
      latest.set(value)
    }
  }

  func wait(until isReached: (Value) -> Bool) async throws {
    for await value in latest.updates where isReached(value) { return }
    // The limit of the test's time has come.
    throw CancellationError()
  }
}
