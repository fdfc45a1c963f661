import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

// Leases: proven on the loop, without a task.
extension SessionDriver {
  /// Takes a node of the present session into its care. Nil if the session is another one.
  func lease(
    _ node: ZNodePath, under root: ZNodePath, of session: SessionID,
    provenAt moment: MonotonicInstant
  ) -> LeaseKeeper? {
    let life = LatestValue<Void>(())
    let (id, isLoopWanted) = core.withLock { core -> (LeaseID?, Bool) in
      guard core.machine.sessionID == session, core.machine.mayDetach else { return (nil, false) }
      let term = LeaseTerm(timeout: core.machine.sessionTimeout, provenAt: moment)
      let id = core.leases.add(
        LeaseTable.Entry(
          term: term, node: node, path: node.absolute(under: root), life: life,
          watchDue: LeaseTable.watchDue(in: term.timeout)))
      // A loop that is attentive comes by in time.
      return (id, !core.isLoopAttentive)
    }
    if isLoopWanted { callLoop() }
    return id.map { LeaseKeeper(self, $0, on: node, life: life) }
  }

  func updateLease(_ id: LeaseID, _ change: (inout LeaseTerm) -> Void) {
    if core.withLock({ $0.leases.update(id, change) }) { leaseIsOver(id) }
  }

  /// Servers say that there is no such node.
  func leasedNodeIsGone(_ question: LeaseTable.Question) {
    if core.withLock({ $0.leases.nodeIsGone(question) }) { leaseIsOver(question.id) }
  }

  private func leaseIsOver(_ id: LeaseID) {
    core.withLock { $0.leases[id] }?.life.finish()
    unwatchLease(id)
    resumeAwaitingMove(id)
  }

  func endMove(of id: LeaseID, to node: ZNodePath?, root: ZNodePath) {
    let isReleased = core.withLock { core in
      core.leases.endMove(id, to: node, root: root)
      return core.leases[id]?.isReleased ?? true
    }
    // What was given back was the node before.
    if isReleased, let node { deleteEventually(node.absolute(under: root).text) }
    resumeAwaitingMove(id)
  }

  private func resumeAwaitingMove(_ id: LeaseID) {
    for waiter in core.withLock({ $0.leases.takeAwaitingMove(id) }) { waiter.resume() }
  }

  /// Stops to prove a lease, and deletes its node. Nil if it was over already.
  func releaseLease(_ id: LeaseID) -> Pending<Void>? {
    let now = LoopTime.current.instant
    guard let entry = core.withLock({ $0.leases.release(id) }) else { return nil }
    entry.life.finish()
    guard entry.term.isHeld(at: now) else {
      giveBack(entry)
      unwatchLease(id)
      return nil
    }
    let deletion = Pending<Void>(.delete)
    deleteEventually(entry.path.text, firstUntil: entry.term.deadline) { [weak self] outcome in
      // With the node, its watch is gone; if it is not, nobody wants to hear of it any more.
      self?.unwatchLease(id)
      deletion.settle(outcome)
    }
    return deletion
  }

  /// Nobody has the lease any more. If it was not given back, that is done now.
  func dropLease(_ id: LeaseID) {
    let entry = core.withLock { core -> LeaseTable.Entry? in
      let entry = core.leases.remove(id)
      if let watch = entry?.watch { core.unwatch(watch) }
      return entry
    }
    guard let entry, !entry.isReleased else { return }
    entry.life.finish()
    giveBack(entry)
  }

  /// Also a node whose proof did not come in time may still be there, and keep others out.
  private func giveBack(_ entry: LeaseTable.Entry) {
    switch entry.term.loss {
    case .nodeDeleted, .sessionEnded: break
    case .unproven, nil: deleteEventually(entry.path.text)
    }
  }

  func loseLeases() {
    for id in core.withLock({ $0.leases.loseAll() }) { leaseIsOver(id) }
  }

  /// Does what is due, on the loop.
  func advanceLeases(to now: MonotonicInstant) {
    let due = core.withLock { $0.leases.advance(to: now) }
    for id in due.over { leaseIsOver(id) }
    for proof in due.proofs { prove(proof, at: now) }
    for question in due.watches { watchLease(question) }
  }

  private func prove(_ proof: LeaseTable.Question, at now: MonotonicInstant) {
    let check = VersionedRequest(path: proof.path.text, version: .any)
    // It changes nothing, so that it may be asked again; but not on behalf of another session.
    let request = OutgoingRequest(.multi, lossRule: .askAgain, isBoundToSession: true)
    ask(request, readBy: ReadsMulti.self, .patient) { writer in
      MultiRequest(operations: [.check(check)]).encode(to: &writer)
    } then: { [weak self] settled in
      switch settled.verdict {
      case .ok: self?.updateLease(proof.id) { $0.proven(askedAt: now) }
      case .noNode:
        self?.leasedNodeIsGone(proof)
        fallthrough
      default: self?.updateLease(proof.id) { $0.unanswered(at: LoopTime.current.instant) }
      }
    }
  }
}

extension Settled<ReadsMulti.Reply> {
  /// What the servers said; nil if nothing.
  fileprivate var verdict: ErrorCode? {
    switch self {
    case .reply(let reply):
      if case .error(let verdict) = reply.results.first { verdict } else { .ok }
    case .refused(let verdict): verdict
    case .failed: nil
    }
  }
}
