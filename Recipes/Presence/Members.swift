import ZooKeeper

/// Who belongs to a group: first as it is now, then always the latest, in the order in which they
/// came.
///
/// What changes faster than you look is skipped, but never the last change, whatever happened to
/// connections and sessions in between. All work is done inside of `next()`, for the task that
/// calls it.
///
/// - Cancellation: iteration ends.
/// - Throws: while iterating, `noAuth`, `closed`, and `unimplemented` from servers before 3.6. The
///   iterator is at its end then.
public struct Members: AsyncSequence, Sendable {
  let values: ChildrenValues<Member?, [Member]>

  /// Starts to listen to changes. The first read is made by the first `next()`.
  public func makeAsyncIterator() -> Iterator {
    Iterator(base: values.makeAsyncIterator())
  }

  /// Follows a group for one reader.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var base: ChildrenValues<Member?, [Member]>.Iterator
    private var shown: [Member]?

    fileprivate init(base: ChildrenValues<Member?, [Member]>.Iterator) {
      self.base = base
    }

    /// All members, as soon as something about them differs from the time before; nil when the task
    /// was cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> [Member]? {
      while let members = try await base.next(isolation: actor) {
        // What has changed may be nobody's.
        if members == shown { continue }
        shown = members
        return members
      }
      return nil
    }
  }
}
