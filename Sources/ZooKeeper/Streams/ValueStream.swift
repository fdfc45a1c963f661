public import ZooKeeperModel

/// A value that is read from the tree and read again whenever it may have changed: first as it is
/// now, then always the latest.
///
/// What changes faster than you look is skipped, but never the last change: after the tree has come
/// to rest you will see it as it is, whatever happened to connections and sessions in between. What
/// does not differ from what you saw last is not shown again.
///
/// All work is done inside of `next()`, for the task that calls it: nothing runs while you do not
/// look.
///
/// - Cancellation: iteration ends, promptly if `read` heeds it too.
/// - Throws: what `read` throws, except where the session may help: after a lost connection, a
///   timeout or a session's end it reads again. After an error the iterator is at its end.
public struct ValueStream<Value: Sendable>: AsyncSequence, Sendable {
  /// How often one call reads at most while changes keep coming in. Then the reader gets what there
  /// is, or it would see nothing of a node that changes faster than a read takes.
  static var readsPerValueMax: Int { 3 }

  private let changes: WatchStream
  private let revision: @Sendable (Value) -> Zxid?
  private let untilConnected: @Sendable () async throws -> Void
  private let read: @Sendable () async throws -> Value

  /// Makes a stream of whatever you can read.
  ///
  /// - Parameters:
  ///   - changes: Has a change or a gap whenever `read` might return something else. It is armed
  ///     before the first read.
  ///   - revision: The change that made a value what it is: the same for values that are the same.
  ///     Nil is a revision too, say that of a node that is not there.
  ///   - untilConnected: Returns when a session is there again, and throws if none will be.
  ///   - read: Reads the value.
  public init(
    changes: WatchStream,
    revision: @escaping @Sendable (Value) -> Zxid?,
    untilConnected: @escaping @Sendable () async throws -> Void,
    read: @escaping @Sendable () async throws -> Value
  ) {
    self.changes = changes
    self.revision = revision
    self.untilConnected = untilConnected
    self.read = read
  }

  /// Starts to listen to changes. The first read is made by the first `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(stream: self, changes: changes.makeAsyncIterator())
  }

  /// Follows the value for one reader.
  public struct Iterator: AsyncIteratorProtocol {
    private enum Shown {
      case nothing
      case revision(Zxid?)
    }

    private let stream: ValueStream
    /// Nil after an error, so that the watch goes even if the iterator stays.
    private var changes: WatchStream.Iterator?
    private var shown = Shown.nothing
    /// A change is known that no read has come after.
    private var mustRead = true

    fileprivate init(stream: ValueStream, changes: WatchStream.Iterator) {
      self.stream = stream
      self.changes = changes
    }

    /// The latest value, as soon as it differs from the one before; nil when the watch is over or
    /// the task was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> Value? {
      do {
        while try await mayHaveChanged() {
          let value = try await latest()
          mustRead = false
          if isNews(value) { return value }
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

extension ValueStream.Iterator {
  /// Waits for a reason to read; false at the end.
  private mutating func mayHaveChanged() async throws -> Bool {
    if Task.isCancelled { return false }
    if mustRead { return changes != nil }
    guard let change = try await changes?.next() else { return false }
    note(change)
    mustRead = true
    return true
  }

  /// Reads until nothing has changed meanwhile, or often enough.
  private mutating func latest() async throws -> Value {
    for _ in 1..<ValueStream.readsPerValueMax {
      let value = try await readAfterAllKnownChanges()
      if changes?.hasMore != true { return value }
    }
    return try await readAfterAllKnownChanges()
  }

  /// A read shows all changes that were told before it was asked for. What is told later stays in
  /// the stream, even if the read may show it: that it does, nobody can know.
  private mutating func readAfterAllKnownChanges() async throws -> Value {
    for change in changes?.takeAll() ?? [] { note(change) }
    while true {
      do {
        return try await stream.read()
      } catch let error as ZooKeeperError where error.code.passesWithTheConnection {
        try await stream.untilConnected()
        try Task.checkCancellation()
      }
    }
  }

  private mutating func note(_ change: WatchChange) {
    // The zxid we remember may belong to something else by now.
    if change.gap == .historyReplaced { shown = .nothing }
  }

  private mutating func isNews(_ value: Value) -> Bool {
    let revision = stream.revision(value)
    if case .revision(revision) = shown { return false }
    shown = .revision(revision)
    return true
  }
}
