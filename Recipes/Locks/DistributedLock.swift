public import ZooKeeper

/// A lock that one client in the whole ensemble holds at a time, first come first served.
///
/// ```swift
/// let lock = zk.lock("/locks/nightly-report")
/// try await lock.withLock(as: "host-7") { lease in
///   try await lease.transaction([.set("/reports/latest", to: "…")])
/// }
/// ```
///
/// - Guarantees: of all who contend for the path in the same layout, one holds the lock at a time,
///   in the order in which they lined up. Each has a greater `Lease.token` than all before. A
///   contender that is cancelled, runs out of patience or loses an answer leaves no node behind.
/// - Suspended connection: a holder keeps the lock until its lease's deadline. One who waits goes
///   on waiting in its place.
/// - Lost session: the holder loses the lease before anybody else gets the lock, and the body of
///   `withLock` is cancelled. One who waits lines up anew, at the end.
/// - No hidden re-entrance: who contends twice waits for itself.
/// - Cost: two requests in one round trip to acquire a free lock, one to release it. Somebody who
///   waits needs one more to watch the one in front, and one look when that is gone; and one write,
///   if a quarter of the session's timeout has passed meanwhile. While it is held, four writes in a
///   session's timeout.
/// - Not for: thousands of locks a second on one path, and whatever must not be done twice but
///   compares no `Lease.token`.
public struct DistributedLock: Sendable {
  /// The node beneath which contenders line up. It is created when needed, and goes when nobody
  /// needs it.
  public let path: ZNodePath

  private let line: Line

  init(_ client: ZooKeeperClient, _ path: ZNodePath, _ layout: LockLayout, _ acl: AccessControl) {
    self.path = path
    line = Line(client: client, parent: path, naming: layout.naming, acl: acl)
  }

  /// Waits for the lock, runs `body` while it is held, and gives it back.
  ///
  /// The body runs in a task of its own, which is cancelled when the lease is lost: for what cannot
  /// be stopped, a lock is no protection.
  ///
  /// - Parameters:
  ///   - identity: what others see who look at the queue.
  ///   - patience: how long to wait for the lock; nil for as long as it takes.
  ///   - onWait: is told how many are in front, whenever that is known to have changed.
  ///   - body: what to do while it is held.
  /// - Throws: `timedOut` if it was held by others for too long; `leaseLost` if it did not last
  ///   until the end of the body; what the body throws.
  @discardableResult
  public func withLock<Result: Sendable>(
    as identity: Payload = .empty, within patience: Duration? = nil,
    onWait: (@Sendable (_ ahead: Int) -> Void)? = nil,
    _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    let lease = try await acquire(as: identity, within: patience, onWait: onWait)
    return try await lease.whileHeld(body).get()
  }

  /// Waits for the lock, and hands it to somebody who will release it.
  ///
  /// - Throws: `timedOut`, `cancelled`; then nothing is left behind.
  public func acquire(
    as identity: Payload = .empty, within patience: Duration? = nil,
    onWait: (@Sendable (_ ahead: Int) -> Void)? = nil
  ) async throws(ZooKeeperError) -> Lease {
    try await line.acquire(Claim(identity: identity), within: patience, onWait)
  }

  /// Takes the lock if nobody holds it or waits for it; nil otherwise, and also if the session was
  /// lost before anybody could tell. Somebody who is in the way costs one request that changes
  /// nothing.
  public func tryAcquire(
    as identity: Payload = .empty
  ) async throws(ZooKeeperError) -> Lease? {
    try await line.tryAcquire(Claim(identity: identity))
  }

  /// Who holds the lock, and who waits for it, in their order. The first one holds it, unless it is
  /// just on its way in or out.
  public func queue() async throws(ZooKeeperError) -> [Contender] {
    try await line.contenders()
  }
}

extension ZooKeeperClient {
  /// A lock at a path. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - layout: which other libraries contend for it, too.
  ///   - acl: who may contend and look: reading, creating and deleting is needed for both.
  public func lock(
    _ path: ZNodePath, layout: LockLayout = .curator, acl: AccessControl = .open
  ) -> DistributedLock {
    DistributedLock(self, path, layout, acl)
  }

  /// Waits for a lock, runs `body` while it is held, and gives it back: `lock(path).withLock`.
  @discardableResult
  public func withLock<Result: Sendable>(
    _ path: ZNodePath, as identity: Payload = .empty, within patience: Duration? = nil,
    _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    try await lock(path).withLock(as: identity, within: patience, body)
  }
}
