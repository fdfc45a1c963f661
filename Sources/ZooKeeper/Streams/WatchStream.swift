/// The changes at a node or beneath it, in the order in which they happened.
///
/// When a read or write returns, every change that the server told before is already in the stream.
/// A reader who is too slow, or a connection that was away, shows as a `gap`; nothing is ever lost
/// without one. The server's watch is removed when the last iterator and the stream are gone.
///
/// - Cancellation: iteration ends at once; nothing that was not yet seen is lost to another reader.
/// - Ordering: each iterator of `changes(at:)` has a watch of its own and sees all changes. The
///   stream of `withChanges(at:)` has one watch, so only one task at a time may read it.
public struct WatchStream: AsyncSequence, Sendable {
  private enum Source {
    case armedPerIterator(@Sendable () -> WatchBuffer)
    case armed(WatchReader)
  }

  private let source: Source

  /// A stream that puts a watch up for each iterator, when it is made.
  package init(arming arm: @escaping @Sendable () -> WatchBuffer) {
    source = .armedPerIterator(arm)
  }

  /// A stream of a watch that is up. There is only one such stream for a buffer.
  package init(armed buffer: WatchBuffer) {
    source = .armed(WatchReader(buffer))
  }

  /// Ends a stream that was born armed, whoever still holds it.
  package func close() {
    if case .armed(let reader) = source { reader.buffer.close() }
  }

  /// Starts to listen: what happens from here on will be seen.
  public func makeAsyncIterator() -> Iterator {
    switch source {
    case .armedPerIterator(let arm): Iterator(reader: WatchReader(arm()))
    case .armed(let reader): Iterator(reader: reader)
    }
  }

  /// Reads the changes of one watch.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let reader: WatchReader

    /// The next change; nil when the watch is over or the task was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ZooKeeperError) -> WatchChange? {
      try await reader.buffer.next(isolation: actor)
    }
  }
}

extension WatchStream.Iterator {
  /// Whether a change waits that was not read.
  var hasMore: Bool { !reader.buffer.isEmpty }

  /// Everything that waits, without waiting for more.
  public mutating func takeAll() -> [WatchChange] {
    reader.buffer.takeAll()
  }
}

/// Stands for everybody who can read a buffer: when the last of them is gone, so is it.
private final class WatchReader: Sendable {
  let buffer: WatchBuffer

  init(_ buffer: WatchBuffer) {
    self.buffer = buffer
  }

  deinit {
    buffer.close()
  }
}
