import ZooKeeper

/// Something made of a node's children and what they hold: first as it is now, then always the
/// latest.
///
/// One watch tells of all children, and only those that it tells of are read again: one request for
/// each change. After a gap all are asked whether they have changed. All work is done inside of
/// `next()`.
struct ChildrenValues<Kept: Sendable, Value: Sendable>: AsyncSequence, Sendable {
  let client: ZooKeeperClient
  let path: ZNodePath
  let rules: ChildrenMirror<Kept>.Rules
  let make: @Sendable (ChildrenMirror<Kept>) -> Value

  /// What is there now.
  func current() async throws(ZooKeeperError) -> Value {
    var mirror = ChildrenMirror(path, rules)
    while mirror.isStale { try await read(&mirror) }
    return make(mirror)
  }

  func makeAsyncIterator() -> Iterator {
    // The watch is on its way before the first read.
    Iterator(values: self, changes: client.changes(at: path, .subtree).makeAsyncIterator())
  }

  struct Iterator: AsyncIteratorProtocol {
    private let values: ChildrenValues
    /// Nil after an error, so that the watch goes even if the iterator stays.
    private var changes: WatchStream.Iterator?
    private var mirror: ChildrenMirror<Kept>

    /// How often one call reads at most while changes keep coming in.
    private static var roundsMax: Int { 3 }

    fileprivate init(values: ChildrenValues, changes: WatchStream.Iterator) {
      self.values = values
      self.changes = changes
      mirror = ChildrenMirror(values.path, values.rules)
    }

    mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> Value? {
      do {
        while try await mayHaveChanged() {
          try await refresh()
          if mirror.takeNews() { return values.make(mirror) }
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

extension ChildrenValues {
  fileprivate func read(_ mirror: inout ChildrenMirror<Kept>) async throws(ZooKeeperError) {
    if mirror.mustList {
      guard case .children(let names, let stat?) = try await client.read([.children(of: path)])[0]
      else { return mirror.take(nil) }
      mirror.take(Children(names: names, stat: stat))
    } else {
      let steps = mirror.steps(atMost: ZooKeeperClient.readsAtOnceMax)
      for (step, result) in zip(steps, try await client.read(steps)) {
        mirror.take(result, for: step)
      }
    }
  }
}

extension ChildrenValues.Iterator {
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
        do throws(ZooKeeperError) {
          try await values.read(&mirror)
        } catch {
          guard error.mayPass else { throw error }
          try await values.client.untilAskable(after: error)
          try Task.checkCancellation()
        }
      }
    }
  }
}
