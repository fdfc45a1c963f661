public import ZooKeeper

/// A value whose last versions are kept beside it, so that one can go back.
///
/// ```swift
/// let settings = zk.history(of: "/settings", as: Settings.self, keeping: 10)
/// try await settings.update { $0.limit = 500 }
/// let before = try await settings.versions()[1]
/// try await settings.rollBack(to: before.version)
/// ```
///
/// - Guarantees: a version is saved in the same transaction that makes it the value, and the oldest
///   go in it, too: no crash and no lost answer leaves one without the other, and of concurrent
///   writers none loses a change. The node itself holds the value and nothing else, for any reader.
///   What somebody wrote without a history is saved by the next who replaces it with one.
/// - Suspended connection: a change waits for a server; one that was under way fails with an
///   unknown outcome, and is not repeated.
/// - Lost session: loses nothing.
/// - Cost: three requests in two round trips for each change, and three more for each one who was
///   faster. Readers pay nothing: they follow the node with `values(of:as:)`.
/// - Layout: each version is a child of the child `history`, named by its number in ten digits. To
///   delete the node, delete its tree.
/// - Not for: a log: what changes often belongs into a database; values of which three do not fit
///   into one request.
public struct ValueHistory<Value: NodeValue>: Sendable {
  /// The node that holds the value.
  public var path: ZNodePath { plan.path }

  private let client: ZooKeeperClient
  private let plan: HistoryPlan

  init(_ client: ZooKeeperClient, _ plan: HistoryPlan) {
    self.client = client
    self.plan = plan
  }

  /// Changes the value, and does so again whenever somebody else was faster. What comes out the
  /// same as before is not written.
  ///
  /// - Parameters:
  ///   - initial: what to start from where there is no node, which is then created; nil to fail.
  ///   - change: may be called more than once.
  /// - Throws: `InvalidValue` if the node holds no such value: it stays as it is; `noNode`; what
  ///   `change` throws.
  /// - Outcome: after `unknown`, the change may have happened.
  @discardableResult
  public func update(
    orCreate initial: Value? = nil, _ change: (inout Value) throws -> Void
  ) async throws -> Versioned<Value> {
    while true {
      let (node, names) = try await look()
      switch try ValueChange(of: node, at: path, orFrom: initial, by: change) {
      case .nothing(let present): return present
      case .write(let value, let data):
        if let written = try await replace(node, by: data, value, names) { return written }
      }
    }
  }

  /// Makes an earlier version the value, as a new version: those in between stay in the history.
  ///
  /// - Parameters:
  ///   - version: one of those that are kept.
  ///   - present: the version that is to be replaced; nil for whichever there is.
  /// - Throws: `noNode` if that version is not kept any more; `badVersion` if `present` was
  ///   replaced meanwhile; `InvalidValue` if it is none for this program.
  /// - Outcome: after `unknown`, it may have happened.
  @discardableResult
  public func rollBack(
    to version: Version, ifVersion present: Version? = nil
  ) async throws -> Versioned<Value> {
    let place = try plan.place(of: version)
    let former = PastVersion<Value>(version, try await client.get(place), at: place)
    let value = try former.value()
    while true {
      let (node, names) = try await look()
      guard let node else { throw ZooKeeperError.missing(path) }
      if let present, node.stat.version != present {
        throw ZooKeeperError(.badVersion, outcome: .notApplied, operation: .set, path: path)
      }
      if node.data == former.data {
        return Versioned(value, version: node.stat.version, zxid: node.stat.mzxid)
      }
      if let written = try await replace(node, by: former.data, value, names) { return written }
    }
  }

  /// The versions that are kept, the latest first. That is the present one, unless somebody writes
  /// without a history.
  public func versions() async throws -> [PastVersion<Value>] {
    let (node, names) = try await look()
    guard let node, let names else { return [] }
    let versions = plan.versions(in: names, until: node.stat.version)
    var kept: [PastVersion<Value>] = []
    var rest = versions.reversed()[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(ZooKeeperClient.readsAtOnceMax))
      let places = try batch.map { version in try plan.place(of: version) }
      let results = try await client.read(places.map { .get($0) })
      for ((version, place), result) in zip(zip(batch, places), results) {
        // The oldest may go meanwhile.
        guard case .get(let node) = result else { continue }
        kept.append(PastVersion(version, node, at: place))
      }
      rest = rest.dropFirst(batch.count)
    }
    return kept
  }

  /// The node and the names in its history; nil for what is not there.
  private func look() async throws(ZooKeeperError) -> (node: Node?, names: [ZNodeName]?) {
    let results = try await client.read([.get(path), .children(of: plan.folder)])
    var node: Node?
    var names: [ZNodeName]?
    if case .get(let found) = results[0] { node = found }
    if case .children(let found, _) = results[1] { names = found }
    return (node, names)
  }

  /// Returns nil if somebody was faster.
  private func replace(
    _ node: Node?, by data: Payload, _ value: Value, _ names: [ZNodeName]?
  ) async throws(ZooKeeperError) -> Versioned<Value>? {
    let steps = try plan.steps(replacing: node, by: data, knowing: names)
    do throws(TransactionError) {
      switch try await client.transaction(steps).first {
      case .set(let stat): return Versioned(value, version: stat.version, zxid: stat.mzxid)
      case .create(let created):
        return Versioned(value, version: Version(rawValue: 0), zxid: created.czxid)
      default: throw TransactionError(cause: .unexpected)
      }
    } catch {
      guard error.tellsOfSomebodyFaster(creating: node == nil) else { throw error.cause }
      return nil
    }
  }
}

extension TransactionError {
  /// The first step is the guard; the others fail if somebody tidied the history by hand.
  fileprivate func tellsOfSomebodyFaster(creating: Bool) -> Bool {
    switch (failedStep, code) {
    case (nil, _): false
    case (0, .nodeExists): creating
    case (0, .badVersion), (0, .noNode): !creating
    case (0, _): false
    case (_, .noNode), (_, .nodeExists): true
    default: false
    }
  }
}

extension ZooKeeperClient {
  /// A value whose last versions are kept. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - limit: how many versions are kept, the present one among them.
  ///   - acl: of what is created. A history holds what the node held: let no more people read it.
  public func history<Value: NodeValue>(
    of path: ZNodePath, as type: Value.Type, keeping limit: Int, acl: AccessControl = .open
  ) -> ValueHistory<Value> {
    precondition(limit > 0, "a history keeps the present version at least")
    return ValueHistory(self, HistoryPlan(path: path, limit: limit, acl: acl))
  }
}
