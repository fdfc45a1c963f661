public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

/// The evidence that an ephemeral node of this client is there, and with it whatever the node
/// stands for: a lock, leadership, a place in a line.
///
/// A lease is certain until its `deadline`, which moves on as long as servers confirm it: the
/// client asks them four times in a session's timeout, with a write that changes nothing, because
/// a server that is cut off from the others still answers reads. If they do not, the lease is lost
/// *before* they would give its node to somebody else. Time goes on while the machine is suspended.
/// If somebody deletes the node, the lease hears of it at once; only in the first fortieth of the
/// session's timeout, not before that is over, so that short leases cost nothing.
///
/// All copies are the same lease. When the last one is gone without `release()`, the node is
/// deleted in passing.
///
/// - Important: no client can know that its machine was not paused between `check()` and what is
///   done next. What is changed outside of ZooKeeper is safe if it compares ``token``; what is
///   changed in ZooKeeper, if it is changed by the lease's own `transaction`.
public struct Lease: Sendable {
  /// The node that is owned.
  public var path: ZNodePath { keeper.node }
  /// Grows from owner to owner.
  public let token: FencingToken
  /// The session that owns the node.
  public let session: SessionID

  let client: ZooKeeperClient
  let keeper: LeaseKeeper

  init(
    _ created: Created, of session: SessionID, client: ZooKeeperClient, keeper: LeaseKeeper
  ) {
    token = FencingToken(created.czxid)
    self.session = session
    self.client = client
    self.keeper = keeper
  }

  /// Until when it is certain now. It moves on with every confirmation, and never back.
  public var deadline: ContinuousClock.Instant {
    .now.advanced(by: .nanoseconds(keeper.deadline.nanoseconds - LoopTime.current.nanoseconds))
  }

  /// Whether it is certain at this moment.
  public var isHeld: Bool { keeper.isHeld }

  /// Asks nobody, and costs next to nothing: call it before every step that matters.
  ///
  /// - Throws: `leaseLost`.
  public func check() throws(ZooKeeperError) {
    if !isHeld { throw lost(during: .check) }
  }

  /// Waits until the lease is lost. Returns also when it was released, or the task was cancelled.
  public func untilLost() async {
    await keeper.untilOver()
  }

  /// Does all steps or none of them, and none if the node is gone.
  ///
  /// - Throws: `TransactionError`, with `leaseLost` if there is no lease any more. Its indices are
  ///   those of `steps`.
  @discardableResult
  public func transaction(_ steps: [Step]) async throws(TransactionError) -> [StepResult] {
    while true {
      await keeper.untilSettled()
      if !isHeld { throw TransactionError(cause: lost(during: .transaction)) }
      let path = self.path
      let beginning = LoopTime.current.instant
      do throws(TransactionError) {
        let results = try await client.transaction([.check(path)] + steps)
        keeper.proven(askedAt: beginning)
        return Array(results.dropFirst())
      } catch {
        guard error.failedStep == 0, error.code == .noNode else { throw error.withoutFirstStep }
        // Unless it has moved meanwhile, and then the steps have not been done yet.
        keeper.nodeIsGone(path, root: client.root)
      }
    }
  }

  /// Deletes the node, and waits until the servers have confirmed it, though no longer than to the
  /// deadline: without a connection, the node goes when there is one again, or with the session.
  ///
  /// That it returns means that the lease was held all the time; if no server could be asked any
  /// more, up to then as far as anybody knows.
  ///
  /// - Throws: `leaseLost`.
  public func release() async throws(ZooKeeperError) {
    await keeper.untilSettled()
    guard let deletion = keeper.release() else { throw lost(during: .delete) }
    do throws(ZooKeeperError) {
      try await deletion.value
    } catch {
      guard error.code == .noNode || error.code == .sessionExpired else { return }
      throw ZooKeeperError(
        .leaseLost, outcome: .notApplied, operation: .delete, path: path,
        detail: error.code == .noNode ? "its node was deleted" : "its session ended")
    }
  }

  func lost(during operation: OperationName) -> ZooKeeperError {
    ZooKeeperError(
      .leaseLost, outcome: .notApplied, operation: operation, path: path, detail: keeper.reason)
  }
}

extension TransactionError {
  /// The same, in the words of somebody who does not know of the step in front.
  fileprivate var withoutFirstStep: TransactionError {
    TransactionError(verdicts: Array(verdicts.dropFirst()), cause: cause)
  }
}
