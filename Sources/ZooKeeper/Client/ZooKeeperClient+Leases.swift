public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

// What recipes stand on: ours and yours.
extension ZooKeeperClient {
  /// Watches over an ephemeral node that this client has created.
  ///
  /// - Parameters:
  ///   - created: the node, with its stat. Where a server did not tell the stat, ask for it with
  ///     `stat`.
  ///   - moment: when the latest write was asked for that has been answered since the node is
  ///     there: its creation, if that was not long ago; otherwise a transaction that checks it.
  /// - Throws: `leaseLost` if the node is not of the present session.
  public func lease(
    on created: Created, provenAt moment: ContinuousClock.Instant
  ) throws(ZooKeeperError) -> Lease {
    let age = ContinuousClock.now - moment
    guard let owner = created.stat?.ephemeralOwner,
      let keeper = driver.lease(
        created.path, under: root, of: owner, provenAt: LoopTime.current.instant + (.zero - age))
    else {
      throw ZooKeeperError(
        .leaseLost, outcome: .notApplied, operation: .create, path: created.path,
        detail: "the node is not of the present session")
    }
    return Lease(created, of: owner, client: self, keeper: keeper)
  }

  /// Promises that a node of this session will be gone: at once if there is a connection, later if
  /// there is one again, with the session at the latest if the node is ephemeral. Needs no task, so
  /// that it can stand where one was cancelled.
  public func deleteEventually(_ path: ZNodePath) {
    driver.deleteEventually(absolute(path))
  }

  /// Promises that a node will be gone as `deleteEventually` does, if it is of this session: for a
  /// path at which somebody else's node may be, whether by now or all the time.
  ///
  /// - Parameter czxid: the change that created it, where that is known.
  public func deleteEventually(ifOwned path: ZNodePath, czxid: Zxid? = nil) {
    driver.deleteEventually(ifOwned: absolute(path), czxid: czxid)
  }

  /// Promises that all children of a node will be gone whose names begin like that: for sequential
  /// nodes whose creation got no answer. Choose a beginning that nobody else uses.
  public func deleteEventually(childrenOf parent: ZNodePath, namePrefix: String) {
    driver.deleteEventually(childrenOf: absolute(parent), namePrefix: namePrefix)
  }

  /// Waits for some time by the client's clock, which goes on while the machine is suspended.
  ///
  /// - Throws: `CancellationError`.
  public func wait(for duration: Duration) async throws(CancellationError) {
    await driver.alarm(after: duration).wait()
    if Task.isCancelled { throw CancellationError() }
  }

  /// 32 hexadecimal digits that no other call makes, in this process or in another: a name by which
  /// a sequential node is found whose creation got no answer.
  public func makeUniqueName() -> String {
    let halves = driver.core.withLock { core in [core.random.next(), core.random.next()] }
    return halves.map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
