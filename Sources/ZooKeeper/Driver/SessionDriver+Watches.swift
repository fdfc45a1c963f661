import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

// Watches.
extension SessionDriver {
  /// Makes a place for a listener and the mailbox that it reads. The watch begins when a request
  /// that carries the returned name succeeds.
  func listen(
    to path: ZNodePath, as mode: WatchMode, root: ZNodePath, owner: any WatchOwner
  ) -> (buffer: WatchBuffer, id: WatchID) {
    core.withLock { core in
      let id = core.machine.watch(path, mode)
      let buffer = WatchBuffer(
        path: path.relative(to: root), limit: configuration.limits.watchEventsBufferedMax,
        owner: owner, slot: id.packed)
      core.listeners[id] = .stream(buffer, root: root)
      return (buffer, id)
    }
  }

  /// Nobody reads the mailbox any more.
  func stopListening(_ buffer: WatchBuffer) {
    let isLoopWanted = core.withLock { core in
      let id = WatchID(packed: buffer.slot)
      // It may be over already, and its name somebody else's.
      core.unwatch(id)
      return core.machine.hasSomethingToSend
    }
    if isLoopWanted { callLoop() }
  }

  func notify(_ id: WatchID, _ notice: WatchNotice) {
    guard let kind = WatchChange.Kind(notice.kind) else { return }
    let (listener, isOver) = core.withLock { core -> (WatchListener?, Bool) in
      let isOver = !core.machine.isWatching(id)
      let listener = isOver ? core.listeners.removeValue(forKey: id) : core.listeners[id]
      if listener?.buffer != nil { core.counters.changesTold += 1 }
      return (listener, isOver)
    }
    switch listener {
    case .stream(let buffer, let root):
      let path = notice.path.relative(to: root)
      buffer.deliver(WatchChange(kind, at: path, zxid: notice.zxid))
      if isOver { buffer.finish() }
    case .lease(let lease):
      leaseNodeChanged(LeaseTable.Question(id: lease, path: notice.path), notice.kind)
    case nil: break
    }
  }

  func deliverGap(_ gap: WatchGap, to id: WatchID) {
    guard let buffer = core.withLock({ $0.listeners[id]?.buffer }) else { return }
    let reason: GapReason =
      switch gap {
      case .reconnected: .reconnected
      case .newSession: .newSession
      case .historyReplaced: .historyReplaced
      }
    buffer.deliver(WatchChange(.gap(reason), at: buffer.path))
  }

  func endWatch(_ id: WatchID, _ verdict: ErrorCode?) {
    let listener = core.withLock { core -> WatchListener? in
      let listener = core.listeners.removeValue(forKey: id)
      if case .lease(let lease) = listener { _ = core.leases.takeWatch(of: lease) }
      return listener
    }
    guard let buffer = listener?.buffer else { return }
    let code = verdict.map { ZooKeeperError.Code($0) } ?? .closed
    buffer.finish(
      throwing: ZooKeeperError(
        code, outcome: .notApplied, operation: .watch, path: buffer.path))
  }
}

extension WatchChange.Kind {
  /// Nil for what says nothing of a node.
  fileprivate init?(_ kind: WatchEventKind) {
    switch kind {
    case .nodeCreated: self = .created
    case .nodeDeleted: self = .deleted
    case .nodeDataChanged: self = .dataChanged
    case .nodeChildrenChanged: self = .childrenChanged
    default: return nil
    }
  }
}
