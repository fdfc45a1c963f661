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
  private let values: ChildrenValues<ValueDirectoryEntry<Value>, ValueDirectory<Value>>
  private let policy: InvalidValuePolicy<Value>

  init(
    _ client: ZooKeeperClient, _ path: ZNodePath, _ policy: InvalidValuePolicy<Value>,
    _ report: (@Sendable (InvalidValue) -> Void)?
  ) {
    self.policy = policy
    values = ChildrenValues(
      client: client, path: path,
      rules: ChildrenMirror.Rules { name, node, before in
        let entry = ValueDirectoryEntry(node, at: path / name, before, policy)
        if let problem = entry.problem, !policy.isToFail { report?(problem) }
        return entry
      },
      make: { ValueDirectory($0) })
  }

  /// Starts to listen to changes. The first read is made by the first `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(base: values.makeAsyncIterator(), isToFail: policy.isToFail)
  }

  /// Follows the values for one reader.
  public struct Iterator: AsyncIteratorProtocol {
    /// Nil after an error, so that the watch goes even if the iterator stays.
    fileprivate var base:
      ChildrenValues<ValueDirectoryEntry<Value>, ValueDirectory<Value>>.Iterator?
    fileprivate let isToFail: Bool

    /// The latest values, as soon as they differ from those before; nil when the watch is over or
    /// the task was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> ValueDirectory<Value>? {
      guard let directory = try await base?.next(isolation: actor) else { return nil }
      if isToFail, let problem = directory.problems.values.min(by: { $0.zxid < $1.zxid }) {
        base = nil
        throw problem
      }
      return directory
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
    ValueDirectoryStream(self, path, policy, report)
  }
}
