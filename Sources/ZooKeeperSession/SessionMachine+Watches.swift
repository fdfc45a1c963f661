package import ZooKeeperModel
import ZooKeeperWire

// Watches.
extension SessionMachine {
  /// Makes a place for a listener. The watch begins when a request that carries its name succeeds.
  package mutating func watch(_ path: ZNodePath, _ mode: WatchMode) -> WatchID {
    watches.insert(path, mode)
  }

  /// Nobody listens any more. The server is told when nobody else listens to the same.
  package mutating func unwatch(_ id: WatchID) {
    guard watches.contains(id), !watches.isOrphan(id) else { return }
    if watches.isArmed(id) {
      drop(id)
    } else if isLeftByRequest(id) {
      // The server may know it already, so it is removed when the reply has come.
      watches.orphan(id)
    } else {
      forget(id)
    }
  }

  /// Removes a watch that the server knows.
  private mutating func drop(_ id: WatchID) {
    let watch = watches.serverWatch(of: id)
    watches.remove(id)
    if !isLive { return }
    if !watches.hasListener(to: watch) {
      removeFromServer(watch)
    } else if !watches.hasArmedListener(to: watch) {
      inheritedWatches.insert(watch)
    }
  }

  /// Removes a watch that the server does not know from this listener.
  private mutating func forget(_ id: WatchID) {
    let watch = watches.serverWatch(of: id)
    watches.remove(id)
    if inheritedWatches.isEmpty || watches.hasListener(to: watch) { return }
    if inheritedWatches.remove(watch) != nil, isLive { removeFromServer(watch) }
  }

  /// A request that was to leave a watch will never be sent.
  mutating func forgetWatch(of request: QueuedRequest) {
    guard let id = request.watch, watches.contains(id), watches.isOrphan(id) else { return }
    forget(id)
  }

  private mutating func removeFromServer(_ watch: ServerWatch) {
    if lacks(.removeWatches) || closing.isAskedFor { return }
    let isLast = !keptWatches.isEmpty && !watches.hasListener(at: watch.path)
    if isLast, keptWatches.remove(watch.path) != nil { return removeAllFromServer(watch.path) }
    askToRemove(watch)
  }

  /// Of every kind, which nobody at that path must have any more.
  private mutating func removeAllFromServer(_ path: ZNodePath) {
    askToRemove(ServerWatch(path: path, kind: .any))
  }

  private mutating func askToRemove(_ watch: ServerWatch) {
    var writer = JuteWriter(capacity: watch.path.text.utf8.count + 8)
    WatcherRequest(path: watch.path.text, kind: watch.kind).encode(to: &writer)
    removals.append(watch)
    enqueue(
      OutgoingRequest(.removeWatches, lossRule: .askAgain), body: writer.bytes, ticket: nil,
      errand: .removeWatch)
  }

  /// That there is no such watch is just what was wanted. Servers before 3.9 do not know the kinds
  /// that last: they can only be asked to remove all that they have at a path, so that has to wait
  /// until nobody listens there in any way.
  mutating func watchRemoved(_ error: ErrorCode) {
    let watch = removals.removeFirst()
    guard error == .marshallingError, watch.kind != .any, !closing.isAskedFor else { return }
    if watches.hasListener(at: watch.path) {
      keptWatches.insert(watch.path)
    } else {
      removeAllFromServer(watch.path)
    }
  }

  private func isLeftByRequest(_ id: WatchID) -> Bool {
    (0..<ledger.count).contains { ledger[$0].watch == id }
      || (0..<outbox.count).contains { outbox[$0].watch == id }
  }

  /// A reply tells whether the watch that its request asked for has begun.
  mutating func settleWatch(of request: QueuedRequest, _ error: ErrorCode) {
    guard let id = request.watch, watches.contains(id) else { return }
    switch (error, watches.mode(of: id)) {
    case (.ok, .existence): watches.change(id, to: .data)
    case (.ok, _), (.noNode, .existence): break
    default: return forgetWatch(of: request)
    }
    watches.arm(id)
    if !inheritedWatches.isEmpty { inheritedWatches.remove(watches.serverWatch(of: id)) }
    if watches.isOrphan(id) { drop(id) }
  }

  /// Tells everybody who is to hear of it.
  mutating func notify(_ notice: WatchNotice) {
    for id in watches.audience(of: notice.kind, at: notice.path) where watches.isArmed(id) {
      if watches.mode(of: id).isOneShot { watches.remove(id) }
      emit(.notify(id, notice))
    }
    if !keptWatches.isEmpty, !watches.hasListener(at: notice.path),
      keptWatches.remove(notice.path) != nil
    {
      removeAllFromServer(notice.path)
    }
  }

  mutating func watchesRestored(_ error: ErrorCode) {
    let batch = restoring.removeFirst()
    if error == .ok { return }
    // The server has none of them now, and asking once more would end alike.
    for id in batch.watches where watches.contains(id) {
      watches.remove(id)
      emit(.dropWatch(id, error))
    }
  }

  /// Tells the listeners in these modes that changes may have been missed.
  mutating func tellOfGap(_ gap: WatchGap, _ concerns: (WatchMode) -> Bool) {
    var count = 0
    for id in watches.all where watches.isArmed(id) && concerns(watches.mode(of: id)) {
      emit(.gap(id, gap))
      count += 1
    }
    if count > 0 { emit(.report(.changesMissed(watches: count))) }
  }

  /// Whether somebody listens by that name.
  package func isWatching(_ id: WatchID) -> Bool { watches.contains(id) }
}
