public import ZooKeeper

/// The values of a node's children as one value: first as they are now, then always the latest.
///
/// ```swift
/// for try await flags in zk.values(beneath: "/flags", as: Bool.self) {
///   isDark = flags["dark-mode"] ?? false
/// }
/// ```
///
/// - Guarantees: what changes faster than you look is skipped, but never the last change: once the
///   values have come to rest you have seen them all as they are, also those that were deleted and
///   created anew. No value is read twice that has not changed.
/// - Suspended connection: the stream waits. When a server is there again it lists the names, asks
///   whether each value has changed, and reads those that have.
/// - Lost session: the same.
/// - Cost: at first two requests, and one for each value, no more than 64 of them at once. Then one
///   for each value that was created or set, and none for one that was deleted; values deeper in
///   the tree cost nothing. After a gap one, one for each value, and one for each that has changed.
///   Nothing runs while you do not look.
/// - Cancellation: iteration ends, and the watch goes.
/// - Not for: servers before 3.6, which have no watch that stays; more names than fit into one
///   answer.
public struct ValueDirectoryStream<Value: NodeValue>: AsyncSequence, Sendable {
  let client: ZooKeeperClient
  let path: ZNodePath
  let policy: InvalidValuePolicy<Value>
  let report: (@Sendable (InvalidValue) -> Void)?

  /// Starts to listen to changes. The first read is made by the first `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(self)
  }

  /// Follows the values for one reader.
  public struct Iterator: AsyncIteratorProtocol {
    private let client: ZooKeeperClient
    private let path: ZNodePath
    /// Nil after an error, so that the watch goes even if the iterator stays.
    private var changes: WatchStream.Iterator?
    private var mirror: DirectoryMirror<Value>

    /// How often one call reads at most while changes keep coming in.
    private static var roundsMax: Int { 3 }

    fileprivate init(_ stream: ValueDirectoryStream) {
      client = stream.client
      path = stream.path
      changes = stream.client.changes(at: stream.path, .subtree).makeAsyncIterator()
      mirror = DirectoryMirror(stream.path, stream.policy, stream.report)
    }

    /// The latest values, as soon as they differ from those before; nil when the watch is over or
    /// the task was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> ValueDirectory<Value>? {
      do {
        while try await mayHaveChanged() {
          try await refresh()
          if let news = mirror.takeNews() { return news }
        }
        return nil
      } catch {
        // Whatever a cancelled task is told, it asked for the end.
        if Task.isCancelled { return nil }
        changes = nil
        throw error
      }
    }
  }
}

extension ValueDirectoryStream.Iterator {
  /// Waits for a change; false at the end.
  private mutating func mayHaveChanged() async throws -> Bool {
    if Task.isCancelled { return false }
    if mirror.isStale { return changes != nil }
    guard let change = try await changes?.next() else { return false }
    mirror.note(change)
    return true
  }

  /// Reads until nothing has changed meanwhile, or often enough.
  private mutating func refresh() async throws {
    for _ in 0..<Self.roundsMax {
      for change in changes?.takeAll() ?? [] { mirror.note(change) }
      while mirror.isStale {
        do {
          try await read()
        } catch let error as ZooKeeperError where error.code.passesWithTheConnection {
          try await client.untilConnected()
          try Task.checkCancellation()
        }
      }
    }
  }

  private mutating func read() async throws {
    if mirror.mustList {
      guard case .children(let names, let stat?) = try await client.read([.children(of: path)])[0]
      else { return mirror.take(nil) }
      mirror.take(Children(names: names, stat: stat))
    } else {
      let steps = mirror.steps(atMost: ZooKeeperClient.readsAtOnceMax)
      for (step, result) in zip(steps, try await client.read(steps)) {
        try mirror.take(result, for: step)
      }
    }
  }
}

extension ZooKeeperClient {
  /// The values of a node's children, first as they are now and then always the latest. The last
  /// change is never missed, whatever happens to connections and sessions. The node need not exist.
  ///
  /// - Parameters:
  ///   - policy: what is shown of a node that holds no such value.
  ///   - report: is told of each such state of a node that is not thrown.
  public func values<Value: NodeValue>(
    beneath path: ZNodePath, as type: Value.Type,
    onInvalid policy: InvalidValuePolicy<Value> = .keepLast,
    _ report: (@Sendable (InvalidValue) -> Void)? = nil
  ) -> ValueDirectoryStream<Value> {
    ValueDirectoryStream(client: self, path: path, policy: policy, report: report)
  }
}
