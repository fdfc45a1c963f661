public import ZooKeeper

/// A lock that many readers hold at once, or one writer alone, first come first served.
///
/// ```swift
/// let lock = zk.readWriteLock("/locks/index")
/// try await lock.withReadLock { lease in
///   print(try await zk.get("/index").text ?? "")
/// }
/// try await lock.withWriteLock { lease in
///   try await lease.transaction([.set("/index", to: "…")])
///   try await lock.downgrade(lease)
///   print(try await zk.get("/index").text ?? "")
/// }
/// ```
///
/// - Guarantees: while a writer holds it, nobody else does. Nobody overtakes: a reader waits for
///   every writer that lined up before, so that writers do not starve. Who writes has a greater
///   `Lease.token` than all who wrote before.
/// - Suspended connection, lost session: as with `DistributedLock`.
/// - Downgrade: a writer becomes a reader without letting another writer in between. The other way
///   round there is nothing, since two readers who want it would wait for each other: release, and
///   line up as a writer.
/// - Cost: as `DistributedLock`. A reader who waits watches the last writer in front; a writer, the
///   last of all. A downgrade takes one transaction.
/// - Not for: what is read far more often than it is written. There, watch the value instead.
public struct ReadWriteLock: Sendable {
  /// The node beneath which contenders line up. It is created when needed, and goes when nobody
  /// needs it.
  public let path: ZNodePath

  private let line: Line

  init(_ client: ZooKeeperClient, _ path: ZNodePath, _ layout: LockLayout, _ acl: AccessControl) {
    self.path = path
    line = Line(client: client, parent: path, naming: layout.sharedNaming, acl: acl)
  }

  /// Who holds the lock and who waits for it, in their order, writers and readers.
  public func queue() async throws(ZooKeeperError) -> [Contender] {
    try await line.contenders()
  }
}

// Reading.
extension ReadWriteLock {
  /// Waits until nobody writes, runs `body` while that is so, and gives the lock back.
  ///
  /// - Throws: as `DistributedLock.withLock`.
  @discardableResult
  public func withReadLock<Result: Sendable>(
    as identity: Payload = .empty, within patience: Duration? = nil,
    _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    try await acquireRead(as: identity, within: patience).whileHeld(body).get()
  }

  /// Waits until nobody writes, and hands the lock to somebody who will release it.
  ///
  /// - Throws: `timedOut`, `cancelled`; then nothing is left behind.
  public func acquireRead(
    as identity: Payload = .empty, within patience: Duration? = nil,
    onWait: (@Sendable (_ ahead: Int) -> Void)? = nil
  ) async throws(ZooKeeperError) -> Lease {
    try await line.acquire(Claim(shares: true, identity: identity), within: patience, onWait)
  }

  /// Takes the lock for reading if nobody writes or waits to write; nil otherwise.
  public func tryAcquireRead(
    as identity: Payload = .empty
  ) async throws(ZooKeeperError) -> Lease? {
    try await line.tryAcquire(Claim(shares: true, identity: identity))
  }
}

// Writing.
extension ReadWriteLock {
  /// Waits until nobody else holds the lock, runs `body` while that is so, and gives it back.
  ///
  /// - Throws: as `DistributedLock.withLock`.
  @discardableResult
  public func withWriteLock<Result: Sendable>(
    as identity: Payload = .empty, within patience: Duration? = nil,
    _ body: @escaping @Sendable (Lease) async throws -> Result
  ) async throws -> Result {
    try await acquireWrite(as: identity, within: patience).whileHeld(body).get()
  }

  /// Waits until nobody else holds the lock, and hands it to somebody who will release it.
  ///
  /// - Throws: `timedOut`, `cancelled`; then nothing is left behind.
  public func acquireWrite(
    as identity: Payload = .empty, within patience: Duration? = nil,
    onWait: (@Sendable (_ ahead: Int) -> Void)? = nil
  ) async throws(ZooKeeperError) -> Lease {
    try await line.acquire(Claim(identity: identity), within: patience, onWait)
  }

  /// Takes the lock for writing if nobody holds it or waits for it; nil otherwise.
  public func tryAcquireWrite(
    as identity: Payload = .empty
  ) async throws(ZooKeeperError) -> Lease? {
    try await line.tryAcquire(Claim(identity: identity))
  }

  /// Makes a writer a reader, whom readers join who wait only for this writer. The lease, all its
  /// copies and its token stay.
  ///
  /// - Throws: `leaseLost`; `badArguments` if the lease is not of somebody who writes here.
  public func downgrade(
    _ lease: Lease, as identity: Payload
  ) async throws(ZooKeeperError) {
    let naming = line.naming
    guard lease.path.parent == path, let name = lease.path.name,
      let writer = Stander(name, naming), !writer.shares
    else {
      throw ZooKeeperError(
        .badArguments, outcome: .notApplied, operation: .transaction, path: lease.path,
        detail: "it is not the lease of somebody who writes at \(path)")
    }
    // The number stays, and with it the place in the line.
    let unique = naming.uniquePart(line.client.makeUniqueName())
    let reader = try path.child("\(unique)\(naming.marker(shares: true))\(writer.number)")
    try await lease.move(to: reader, identity, acl: line.acl)
  }

  /// Makes a writer a reader that says of itself what the writer did.
  ///
  /// - Throws: as `downgrade(_:as:)`.
  public func downgrade(_ lease: Lease) async throws(ZooKeeperError) {
    let writer = try await unlessGone(try await line.client.get(lease.path))
    try await downgrade(lease, as: writer?.data ?? .empty)
  }
}

extension ZooKeeperClient {
  /// A lock for many readers or one writer at a path. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - layout: which other libraries contend for it, too.
  ///   - acl: who may contend and look: reading, creating and deleting is needed for both.
  public func readWriteLock(
    _ path: ZNodePath, layout: LockLayout = .curator, acl: AccessControl = .open
  ) -> ReadWriteLock {
    ReadWriteLock(self, path, layout, acl)
  }
}
