import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

// The owner of a lease hears at once if somebody deletes its node, and need not wait for the next
// proof: until it does, there are two who take themselves for the owner.
extension SessionDriver {
  func watchLease(_ question: LeaseTable.Question) {
    let watch = core.withLock { core -> WatchID? in
      guard let entry = core.leases[question.id], !entry.isOver, !entry.isMoving else { return nil }
      let watch = core.machine.watch(question.path, .data)
      core.listeners[watch] = .lease(question.id)
      core.leases.setWatch(watch, of: question.id)
      return watch
    }
    guard let watch else { return }
    let request = OutgoingRequest(
      .getData, lossRule: .askAgain, isBoundToSession: true, watch: watch)
    let body = ReadRequest(path: question.path.text, watch: true)
    ask(request, readBy: ReadsNothing.self, .patient, body.encode(to:)) { [weak self] settled in
      guard case .refused(let verdict) = settled else { return }
      self?.unwatchLease(question.id)
      if verdict == .noNode { self?.leasedNodeIsGone(question) }
    }
  }

  /// One change tells of itself alone.
  func leaseNodeChanged(_ question: LeaseTable.Question, _ kind: WatchEventKind) {
    core.withLock { core in
      _ = core.leases.takeWatch(of: question.id)
      core.leases.watchSoon(question.id)
    }
    if kind == .nodeDeleted { leasedNodeIsGone(question) }
  }

  func unwatchLease(_ id: LeaseID) {
    let isLoopWanted = core.withLock { core in
      guard let watch = core.leases.takeWatch(of: id) else { return false }
      core.unwatch(watch)
      return core.machine.hasSomethingToSend
    }
    if isLoopWanted { callLoop() }
  }
}

extension DriverCore {
  mutating func unwatch(_ watch: WatchID) {
    guard listeners.removeValue(forKey: watch) != nil else { return }
    machine.unwatch(watch)
  }
}
