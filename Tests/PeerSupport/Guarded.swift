import Foundation

/// A value that several threads share: every access holds one lock, and a thread can wait until the
/// value meets a condition.
///
/// `@unchecked` because the compiler cannot see that `condition` guards `value`. Nothing else
/// touches `value`.
package final class Guarded<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var value: Value

  package init(_ value: Value) {
    self.value = value
  }

  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return try body(&value)
  }

  /// Returns as soon as the value meets the condition, or `false` when the time is over.
  package func wait(atMost limit: Duration, until isMet: (Value) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: limit / .seconds(1))
    condition.lock()
    defer { condition.unlock() }
    while !isMet(value) {
      guard condition.wait(until: deadline) else { return isMet(value) }
    }
    return true
  }
}
