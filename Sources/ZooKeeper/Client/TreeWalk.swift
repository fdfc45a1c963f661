public import ZooKeeperModel

extension ZooKeeperClient {
  /// Every node of a subtree, the upper before the lower, each with its stat. Siblings come in the
  /// order of their names.
  ///
  /// Nodes are read as the walk comes to them, some ahead: what changes meanwhile may show or not.
  /// Nodes that are gone by then are left out, and so is what may not be read.
  public func walk(_ path: ZNodePath = .root) -> TreeWalk {
    TreeWalk(client: self, start: path)
  }
}

/// The nodes of a subtree, read as one goes.
public struct TreeWalk: AsyncSequence, Sendable {
  /// A node that the walk has come to.
  public struct Element: Hashable, Sendable {
    /// Where it is.
    public let path: ZNodePath
    /// Its stat.
    public let stat: Stat
    /// The names of its children, in their order.
    public let children: [ZNodeName]
  }

  let client: ZooKeeperClient
  let start: ZNodePath

  /// Begins at the top.
  public func makeAsyncIterator() -> Iterator {
    Iterator(client: client, start: start)
  }

  /// One walk.
  public struct Iterator: AsyncIteratorProtocol {
    private struct Stop {
      let path: ZNodePath
      var answer: Pending<StepResult>?
    }

    private let client: ZooKeeperClient
    // The next stop is the last of them.
    private var stops: [Stop]

    fileprivate init(client: ZooKeeperClient, start: ZNodePath) {
      self.client = client
      stops = [Stop(path: start)]
    }

    /// How many nodes are asked for before the walk comes to them.
    private static var readAheadMax: Int { 64 }

    /// The next node; nil when the walk is over.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ZooKeeperError) -> Element? {
      while !stops.isEmpty {
        readAhead()
        guard let stop = stops.popLast(), let answer = stop.answer else { continue }
        do throws(ZooKeeperError) {
          guard case .children(let names, .some(let stat)) = try await answer.value else {
            continue
          }
          let sorted = names.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
          for name in sorted.reversed() { stops.append(Stop(path: stop.path / name)) }
          return Element(path: stop.path, stat: stat, children: sorted)
        } catch {
          guard error.code == .noNode || error.code == .noAuth else { throw error }
        }
      }
      return nil
    }

    private mutating func readAhead() {
      let ahead = stops.indices.suffix(Self.readAheadMax)
      // Again only when half of them have been used, so that requests leave together.
      let ready = ahead.filter { stops[$0].answer != nil }.count
      guard stops.last?.answer == nil || ready * 2 < ahead.count else { return }
      let unasked = ahead.reversed().filter { stops[$0].answer == nil }
      let answers = client.batch(unasked.map { .children(of: stops[$0].path) })
      for (index, answer) in zip(unasked, answers) { stops[index].answer = answer }
    }
  }
}
