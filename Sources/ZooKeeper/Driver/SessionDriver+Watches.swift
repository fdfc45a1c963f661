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
      core.listeners[id] = WatchListener(buffer: buffer, root: root)
      return (buffer, id)
    }
  }

  /// Nobody reads the mailbox any more.
  func stopListening(_ buffer: WatchBuffer) {
    let isLoopWanted = core.withLock { core in
      let id = WatchID(packed: buffer.slot)
      // It may be over already, and its name somebody else's.
      guard core.listeners.removeValue(forKey: id) != nil else { return false }
      core.machine.unwatch(id)
      return core.machine.hasSomethingToSend
    }
    if isLoopWanted { callLoop() }
  }

  func notify(_ id: WatchID, _ notice: WatchNotice) {
    guard let kind = WatchChange.Kind(notice.kind) else { return }
    let (listener, isOver) = core.withLock { core -> (WatchListener?, Bool) in
      core.counters.changesTold += 1
      let isOver = !core.machine.isWatching(id)
      return (isOver ? core.listeners.removeValue(forKey: id) : core.listeners[id], isOver)
    }
    guard let listener else { return }
    let path = notice.path.relative(to: listener.root)
    listener.buffer.deliver(WatchChange(kind, at: path, zxid: notice.zxid))
    if isOver { listener.buffer.finish() }
  }

  func deliverGap(_ gap: WatchGap, to id: WatchID) {
    guard let listener = core.withLock({ $0.listeners[id] }) else { return }
    let reason: GapReason =
      switch gap {
      case .reconnected: .reconnected
      case .newSession: .newSession
      case .historyReplaced: .historyReplaced
      }
    listener.buffer.deliver(WatchChange(.gap(reason), at: listener.buffer.path))
  }

  func endWatch(_ id: WatchID, _ verdict: ErrorCode?) {
    guard let listener = core.withLock({ $0.listeners.removeValue(forKey: id) }) else { return }
    let code = verdict.map { ZooKeeperError.Code($0) } ?? .closed
    listener.buffer.finish(
      throwing: ZooKeeperError(
        code, outcome: .notApplied, operation: .watch, path: listener.buffer.path))
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
