import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

/// Stands for all copies of a lease: with the last of them, the node goes.
final class LeaseKeeper: Sendable {
  private let driver: SessionDriver
  private let id: LeaseID
  private let life: LatestValue<Void>
  /// The node with which it began.
  private let firstNode: ZNodePath

  init(_ driver: SessionDriver, _ id: LeaseID, on node: ZNodePath, life: LatestValue<Void>) {
    self.driver = driver
    self.id = id
    self.life = life
    firstNode = node
  }

  deinit {
    driver.dropLease(id)
  }

  private var entry: LeaseTable.Entry? { driver.core.withLock { $0.leases[id] } }

  var node: ZNodePath { entry?.node ?? firstNode }

  var deadline: MonotonicInstant { entry?.term.deadline ?? LoopTime.current.instant }

  var isHeld: Bool {
    guard let entry, !entry.isReleased else { return false }
    return entry.term.isHeld(at: LoopTime.current.instant)
  }

  /// Why it is not held, in words.
  var reason: String {
    guard let entry else { return "it was released" }
    return switch entry.term.loss {
    case .nodeDeleted: "its node was deleted"
    case .sessionEnded: "its session ended"
    case .unproven: "no server confirmed it in time"
    // The loop comes by a moment later than the deadline.
    case nil: entry.isReleased ? "it was released" : "no server confirmed it in time"
    }
  }

  func untilOver() async {
    for await _ in life.updates {}
  }

  func proven(askedAt moment: MonotonicInstant) {
    driver.updateLease(id) { $0.proven(askedAt: moment) }
  }

  func lose(_ reason: LeaseTerm.Loss) {
    driver.updateLease(id) { $0.lose(reason) }
  }

  /// Waits until it is known which node it is, or the lease is over. Also a task that was cancelled
  /// waits: what it has to give back depends on it.
  func untilSettled() async {
    guard entry?.isMoving ?? false else { return }
    await withCheckedContinuation { waiter in
      if !driver.core.withLock({ $0.leases.awaitMove(id, waiter) }) { waiter.resume() }
    }
  }

  /// Whether there is no such node says that the lease is over.
  func nodeIsGone(_ path: ZNodePath, root: ZNodePath) {
    driver.leasedNodeIsGone(LeaseTable.Question(id: id, path: path.absolute(under: root)))
  }

  /// Another node is about to take the place of this one; false if the lease is over.
  func beginMove() -> Bool {
    driver.core.withLock { $0.leases.beginMove(id) }
  }

  /// The node is `node`, or the same as before.
  func endMove(to node: ZNodePath?, root: ZNodePath) {
    driver.endMove(of: id, to: node, root: root)
  }

  /// Begins to delete the node; nil if the lease is over already.
  func release() -> Pending<Void>? {
    driver.releaseLease(id)
  }
}
