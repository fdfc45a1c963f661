public import ZooKeeperModel

/// Where a client stands: first now, then whenever that has changed. Whoever looks seldom sees the
/// latest state, and not those in between.
public struct SessionStates: AsyncSequence, Sendable {
  private let latest: LatestValue<SessionState>

  init(_ latest: LatestValue<SessionState>) {
    self.latest = latest
  }

  /// Begins with the present state.
  public func makeAsyncIterator() -> Iterator {
    Iterator(base: latest.updates.makeAsyncIterator())
  }

  /// Follows the state for one reader.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var base: LatestValue<SessionState>.Updates.Iterator

    /// The next state; nil when the client has ended or the task was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async -> SessionState? {
      await base.next(isolation: actor)
    }
  }
}
