public import ZooKeeper

/// A node's value: first as it is now, then always the latest; nil while the node is not there.
///
/// ```swift
/// for try await settings in zk.values(of: "/settings", as: Settings.self) {
///   apply(settings?.value ?? Settings())
/// }
/// ```
///
/// - Guarantees: what changes faster than you look is skipped, but never the last change. Each
///   write is one: a value that is written again comes again, with its new version. What is no
///   value of the type is handled as `InvalidValuePolicy` says.
/// - Suspended connection: the stream waits. When a server is there again it looks, and shows what
///   differs: also a node that was deleted and created with the same version.
/// - Lost session: the same.
/// - Cost: two requests for the first value, one for each look at a change. Nothing runs while you
///   do not look.
/// - Cancellation: iteration ends, and the watch goes.
/// - Not for: seeing every value, for which there is a history; servers before 3.6, which have no
///   watch that stays.
public struct TypedValueStream<Value: NodeValue>: AsyncSequence, Sendable {
  let path: ZNodePath
  let nodes: ValueStream<Node?>
  let policy: InvalidValuePolicy<Value>
  let report: (@Sendable (InvalidValue) -> Void)?

  /// Starts to listen to changes. The first read is made by the first `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(stream: self, nodes: nodes.makeAsyncIterator())
  }

  /// Follows the value for one reader.
  public struct Iterator: AsyncIteratorProtocol {
    private let stream: TypedValueStream
    /// Nil after an error, so that the watch goes even if the iterator stays.
    private var nodes: ValueStream<Node?>.Iterator?
    private var hasShownAny = false

    fileprivate init(stream: TypedValueStream, nodes: ValueStream<Node?>.Iterator) {
      self.stream = stream
      self.nodes = nodes
    }

    /// The latest value, as soon as it differs from the one before; nil when the watch is over or
    /// the task was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> Versioned<Value>?? {
      while let node = try await nodes?.next() {
        do {
          let value = try node.map { node in try Versioned<Value>(node, at: stream.path) }
          hasShownAny = true
          return .some(value)
        } catch let problem as InvalidValue {
          if let replacement = try replacement(of: problem) { return replacement }
        }
      }
      return nil
    }

    private mutating func replacement(of problem: InvalidValue) throws -> Versioned<Value>? {
      switch stream.policy {
      case .keepLast where hasShownAny:
        stream.report?(problem)
        return nil
      case .keepLast, .fail:
        nodes = nil
        throw problem
      case .replace(let value):
        stream.report?(problem)
        return Versioned(value, version: problem.version, zxid: problem.zxid)
      }
    }
  }
}

extension ZooKeeperClient {
  /// A node's value, first as it is now and then always the latest; nil while the node is not
  /// there. The last change is never missed, whatever happens to connections and sessions.
  ///
  /// - Parameters:
  ///   - policy: what is shown while the node holds no such value.
  ///   - report: is told of each such state of the node that is not thrown.
  public func values<Value: NodeValue>(
    of path: ZNodePath, as type: Value.Type,
    onInvalid policy: InvalidValuePolicy<Value> = .keepLast,
    _ report: (@Sendable (InvalidValue) -> Void)? = nil
  ) -> TypedValueStream<Value> {
    TypedValueStream(path: path, nodes: values(of: path), policy: policy, report: report)
  }
}
