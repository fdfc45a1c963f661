public import ZooKeeper

/// A number of permits that clients in the whole ensemble share, first come first served.
///
/// ```swift
/// let semaphore = zk.semaphore("/semaphores/import", permits: 3)
/// try await semaphore.withPermit(as: "host-7") { lease in
///   try lease.check()
/// }
/// ```
///
/// - Guarantees: no more than `permits` hold one at a time, as long as all who contend name the
///   same number: each counts for itself. They get theirs in the order in which they lined up.
/// - Suspended connection, lost session: as with `DistributedLock`. A permit whose holder is gone
///   goes to the next one.
/// - Cost: a permit that is free takes two requests in one round trip, and one to give it back.
///   There is no lock inside: who waits watches the one in front, and only the first of those who
///   wait looks at all, once for everybody who comes or goes. Who stops to wait says so by one
///   write, and wakes the next one.
/// - Interoperability: Curator's `InterProcessSemaphoreV2` counts our permits and we count its, so
///   that together they never have too many. But Curator's wait until no more stand in line than
///   there are permits, ours behind them included, while ours wait for those in front: where both
///   wait, a free permit may go to nobody until one of them gives up. Where Curator's contend, too,
///   wait with patience.
/// - Not for: rates. A permit says how many at once, not how many a second.
public struct DistributedSemaphore: Sendable {
  /// The node that stands for the semaphore; contenders line up beneath its child `leases`.
  public let path: ZNodePath
  /// How many hold a permit at once.
  public let permits: Int

  private let line: Line

  init(_ client: ZooKeeperClient, _ path: ZNodePath, permits: Int, _ acl: AccessControl) {
    self.path = path
    self.permits = permits
    line = Line(
      client: client, parent: path / "leases",
      naming: .curator("-lease-", telling: "-telling-lease-"),
      acl: acl, permits: permits)
  }

  /// Waits for a permit, runs `body` while it is held, and gives it back.
  ///
  /// - Throws: as `DistributedLock.withLock`.
  @discardableResult
  public func withPermit<Result: Sendable>(
    as identity: Payload = .empty, within patience: Duration? = nil,
    _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    try await acquire(as: identity, within: patience).whileHeld(body).get()
  }

  /// Waits for a permit, and hands it to somebody who will release it.
  ///
  /// - Throws: `timedOut`, `cancelled`; then nothing is left behind.
  public func acquire(
    as identity: Payload = .empty, within patience: Duration? = nil,
    onWait: (@Sendable (_ ahead: Int) -> Void)? = nil
  ) async throws(ZooKeeperError) -> Lease {
    try await line.acquire(Claim(identity: identity), within: patience, onWait)
  }

  /// Takes a permit if one is free; nil otherwise.
  public func tryAcquire(
    as identity: Payload = .empty
  ) async throws(ZooKeeperError) -> Lease? {
    try await line.tryAcquire(Claim(identity: identity))
  }

  /// Who holds a permit, and who waits for one, in their order: the first `permits` of them hold
  /// one, unless they are just on their way in or out.
  public func queue() async throws(ZooKeeperError) -> [Contender] {
    try await line.contenders()
  }
}

extension ZooKeeperClient {
  /// A semaphore at a path. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - permits: how many hold one at once; everybody has to name the same number.
  ///   - acl: who may contend and look: reading, creating, writing and deleting is needed.
  public func semaphore(
    _ path: ZNodePath, permits: Int, acl: AccessControl = .open
  ) -> DistributedSemaphore {
    precondition(permits > 0, "a semaphore has a permit at least")
    return DistributedSemaphore(self, path, permits: permits, acl)
  }
}
