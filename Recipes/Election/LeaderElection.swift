public import ZooKeeper

/// One leader in the whole ensemble at a time, out of all who stand for it.
///
/// ```swift
/// let election = zk.election("/scheduler/leader")
/// try await election.lead(as: "host-7") { lease in
///   try await lease.transaction([.set("/scheduler/state", to: "…")])
/// }
/// ```
///
/// - Guarantees: of all candidates for the path in the same layout, one leads at a time, in the
///   order in which they stood. Each has a greater `Lease.token` than all before.
/// - Suspended connection: a leader leads on until its lease's deadline. A candidate waits on in
///   its place.
/// - Lost session, node deleted by hand: the leader is deposed before anybody else leads: the body
///   of `lead` is cancelled, and when it has ended, the candidate stands again, at the end.
/// - A body that ignores its cancellation goes on beside the next leader: what matters is done by
///   the lease's `transaction`, or compares its `token`.
/// - Cost: as `DistributedLock`. Who looks on by `leaders` needs one request for each change among
///   the candidates, and one more if the leader is another one; by `candidates`, one for each of
///   them.
/// - Not for: thousands of candidates whom everybody follows.
public struct LeaderElection: Sendable {
  /// The node beneath which candidates line up. It is created when needed, and goes when nobody
  /// needs it.
  public let path: ZNodePath

  private let line: Line

  init(
    _ client: ZooKeeperClient, _ path: ZNodePath, _ layout: ElectionLayout, _ acl: AccessControl
  ) {
    self.path = path
    line = Line(client: client, parent: path, naming: layout.naming, acl: acl)
  }
}

// Standing.
extension LeaderElection {
  /// Stands for the leadership, and runs `body` whenever it is won, until `body` returns: which
  /// hands the leadership over to the next candidate, in good order.
  ///
  /// The body runs in a task of its own, which is cancelled when the leadership is lost. Then the
  /// candidate stands again; `body` may be called many times.
  ///
  /// - Parameters:
  ///   - identity: what others see who look on.
  ///   - body: what the leader does.
  /// - Throws: what `body` throws, unless that is because the leadership was lost; `leaseLost` if
  ///   it was lost and `body` returned all the same; `cancelled`; `closed`.
  @discardableResult
  public func lead<Result: Sendable>(
    as identity: Payload = .empty, _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    while true {
      let lease = try await line.acquire(Claim(identity: identity), within: nil, nil)
      let ending = await lease.whileHeld(body)
      if !ending.isLoss || Task.isCancelled || line.client.hasEnded { return try ending.get() }
    }
  }
}

// Looking on.
extension LeaderElection {
  /// Who leads: first who does now, then whoever does next; nil while nobody does. Who looks seldom
  /// sees the latest, and never misses that. Servers before 3.6 are not able to tell.
  public var leaders: ValueStream<Contender?> {
    stream(of: { $0.map { Zxid(rawValue: $0.token.rawValue) } }, leader)
  }

  /// Who stands for the leadership, in their order: first who does now, then always the latest.
  public var candidates: ValueStream<Candidates> {
    stream(of: \.zxid) { () async throws(ZooKeeperError) in
      let children = try await unlessGone(try await line.client.children(of: path))
      let candidates = try await line.contenders(named: children?.names ?? [])
      return Candidates(inOrder: candidates, zxid: children?.stat.pzxid)
    }
  }

  private func stream<Value: Sendable>(
    of revision: @escaping @Sendable (Value) -> Zxid?,
    _ read: @escaping @Sendable () async throws(ZooKeeperError) -> Value
  ) -> ValueStream<Value> {
    ValueStream(
      changes: line.client.changes(at: path), revision: revision,
      untilConnected: { [line] in try await line.client.untilConnected() }, read: read)
  }

  /// Who leads now; nil if nobody does.
  public func leader() async throws(ZooKeeperError) -> Contender? {
    while true {
      let children = try await unlessGone(try await line.client.children(of: path))
      let standers = (children?.names ?? []).compactMap { Stander($0, line.naming) }
      guard let first = standers.min(by: { $0.precedes($1) }) else { return nil }
      // The one in front may leave meanwhile, and then it is another one.
      if let leader = try await line.contenders(named: [first.name]).first { return leader }
    }
  }
}

extension ZooKeeperClient {
  /// An election at a path. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - layout: which other libraries' candidates stand, too.
  ///   - acl: who may stand and look on: reading, creating and deleting is needed to stand.
  public func election(
    _ path: ZNodePath, layout: ElectionLayout = .curatorLatch, acl: AccessControl = .open
  ) -> LeaderElection {
    LeaderElection(self, path, layout, acl)
  }
}
