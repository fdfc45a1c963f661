import ZooKeeperTransport

/// A value that changes, and that any number of readers follow: each sees the latest, none is kept
/// waiting by another, and none is told of what has already been replaced.
///
/// The client's `states` are one; recipes have them too, ours and yours.
public final class LatestValue<Value: Sendable>: Sendable {
  /// A value and its place among all values, so that a reader knows what it has seen.
  struct Edition {
    let value: Value
    let number: UInt64
  }

  private struct State {
    var latest: Edition
    var isFinished = false
    var waiters: [(ticket: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
    var ticketsDrawn: UInt64 = 0

    mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
      defer { waiters = [] }
      return waiters.map(\.continuation)
    }
  }

  private let state: Lock<State>

  /// Begins with a value.
  public init(_ value: Value) {
    state = Lock(State(latest: Edition(value: value, number: 1)))
  }

  /// The value of now.
  public var current: Value {
    state.withLock { $0.latest.value }
  }

  /// Replaces the value. After the end there is nothing to replace.
  public func set(_ value: Value) {
    let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
      if state.isFinished { return [] }
      state.latest = Edition(value: value, number: state.latest.number + 1)
      return state.takeWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Lets every reader come to an end, after the last value.
  public func finish() {
    let waiters = state.withLock { state in
      state.isFinished = true
      return state.takeWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }

  /// The current value, then each that is the latest when it is asked for.
  public var updates: Updates { Updates(source: self) }

  /// Returns what is newer than what was seen, as soon as there is something.
  fileprivate func edition(
    after seen: UInt64, isolation actor: isolated (any Actor)?
  ) async -> Edition? {
    while !Task.isCancelled {
      let (latest, isFinished) = state.withLock { ($0.latest, $0.isFinished) }
      if latest.number > seen { return latest }
      if isFinished { return nil }
      await untilWoken(after: seen)
    }
    return nil
  }

  private func untilWoken(after seen: UInt64) async {
    let ticket = state.withLock { state in
      state.ticketsDrawn += 1
      return state.ticketsDrawn
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mustWait = state.withLock { state in
          if state.latest.number > seen || state.isFinished || Task.isCancelled { return false }
          state.waiters.append((ticket, continuation))
          return true
        }
        if !mustWait { continuation.resume() }
      }
    } onCancel: {
      let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
        state.waiters.firstIndex { $0.ticket == ticket }
          .map { state.waiters.remove(at: $0).continuation }
      }
      waiter?.resume()
    }
  }
}

extension LatestValue {
  /// What one reader sees of the values. Every iterator begins with the current one.
  public struct Updates: AsyncSequence, Sendable {
    fileprivate let source: LatestValue

    /// Begins with the current value.
    public func makeAsyncIterator() -> Iterator {
      Iterator(source: source)
    }

    /// Follows the value for one reader.
    public struct Iterator: AsyncIteratorProtocol {
      fileprivate let source: LatestValue
      private var seen: UInt64 = 0

      fileprivate init(source: LatestValue) {
        self.source = source
      }

      /// The latest value, as soon as there is one that was not seen; nil at the end, or when the
      /// task was cancelled.
      public mutating func next(
        isolation actor: isolated (any Actor)? = #isolation
      ) async -> Value? {
        guard let edition = await source.edition(after: seen, isolation: actor) else { return nil }
        seen = edition.number
        return edition.value
      }
    }
  }
}
