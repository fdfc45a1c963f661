import ZooKeeper

/// Something made of a node's children and what they hold: first as it is now, then always the
/// latest.
///
/// One watch tells of all children, and only those that it tells of are read again: one request for
/// each change. After a gap everything is. What is made of them is shown only if it differs from
/// what was shown last. All work is done inside of `next()`.
struct ChildrenValues<Value: Equatable & Sendable>: AsyncSequence, Sendable {
  /// How often one call reads at most while changes keep coming in.
  private static var roundsPerValueMax: Int { 3 }

  let reader: ChildrenReader
  let make: @Sendable ([ZNodeName: Node]) -> Value

  func makeAsyncIterator() -> Iterator {
    // The watch is on its way before the first read.
    let changes = reader.client.changes(at: reader.parent, .subtree).makeAsyncIterator()
    return Iterator(values: self, known: KnownChildren(of: reader.parent), changes: changes)
  }

  struct Iterator: AsyncIteratorProtocol {
    fileprivate let values: ChildrenValues
    fileprivate var known: KnownChildren
    /// Nil after an error, so that the watch goes even if the iterator stays.
    fileprivate var changes: WatchStream.Iterator?
    private var shown: Value?

    fileprivate init(
      values: ChildrenValues, known: KnownChildren, changes: WatchStream.Iterator
    ) {
      self.values = values
      self.known = known
      self.changes = changes
    }

    mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> Value? {
      do {
        while !Task.isCancelled, try await isThereMore() {
          try await catchUp()
          let value = values.make(known.nodes)
          guard value != shown else { continue }
          shown = value
          return value
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

extension ChildrenValues.Iterator {
  /// Waits for a reason to read; false at the end.
  private mutating func isThereMore() async throws(ZooKeeperError) -> Bool {
    while known.isComplete {
      guard let change = try await changes?.next() else { return false }
      known.note(change)
    }
    return changes != nil
  }

  private mutating func catchUp() async throws(ZooKeeperError) {
    for _ in 0..<ChildrenValues.roundsPerValueMax {
      for change in changes?.takeAll() ?? [] { known.note(change) }
      if known.isComplete { return }
      try await read()
    }
  }

  private mutating func read() async throws(ZooKeeperError) {
    while true {
      do throws(ZooKeeperError) {
        return try await values.reader.complete(&known)
      } catch {
        guard error.mayPass else { throw error }
        try await values.reader.client.untilConnected()
      }
    }
  }
}
