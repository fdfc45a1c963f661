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
    if !watches.hasListener(at: watch.path) {
      removeAllFromServer(watch.path)
    } else if !watches.hasListener(to: watch) {
      removeFromServer(watch)
    } else if !watches.hasArmedListener(to: watch) {
      inheritedWatches.insert(watch)
    }
  }

  /// Removes a watch that the server does not know from this listener.
  private mutating func forget(_ id: WatchID) {
    let watch = watches.serverWatch(of: id)
    watches.remove(id)
    var isInherited = false
    if !inheritedWatches.isEmpty, !watches.hasListener(to: watch) {
      isInherited = inheritedWatches.remove(watch) != nil
    }
    if !isLive { return }
    if !watches.hasListener(at: watch.path) {
      if isInherited { removeAllFromServer(watch.path) } else { clear(watch.path) }
    } else if isInherited {
      removeFromServer(watch)
    }
  }

  /// A request that was to leave a watch will never be sent.
  mutating func forgetWatch(of request: QueuedRequest) {
    guard let id = request.watch, watches.contains(id), watches.isOrphan(id) else { return }
    forget(id)
  }

  /// Removes a watch of a path at which others still listen.
  private mutating func removeFromServer(_ watch: ServerWatch) {
    switch watch.kind {
    case .persistentRecursive: narrow(watch.path)
    // Others may hear by it, and it tells of little that they do not want to hear.
    case .persistent: break
    default:
      // An older server would take what is there of any kind.
      if lastingWatches.contains(watch.path) || watches.hasLastingListener(at: watch.path) {
        leftovers.insert(watch.path)
      } else {
        askToRemove(watch)
      }
    }
  }

  /// Removes everything of a path at which nobody listens any more. No request is on its way then
  /// that would leave a watch there: whoever waits for its reply counts as listening.
  private mutating func removeAllFromServer(_ path: ZNodePath) {
    leftovers.remove(path)
    lastingWatches.forget(path)
    for place in narrowings.indices where narrowings[place] == path { narrowings[place] = nil }
    askToRemove(ServerWatch(path: path, kind: .any))
  }

  /// As before, if the server may have something there.
  private mutating func clear(_ path: ZNodePath) {
    if leftovers.contains(path) || lastingWatches.kept(at: path) != nil {
      removeAllFromServer(path)
    }
  }

  mutating func askToRemove(_ watch: ServerWatch) {
    if lacks(.removeWatches) || closing.isAskedFor { return }
    var writer = JuteWriter(capacity: watch.path.text.utf8.count + 8)
    WatcherRequest(path: watch.path.text, kind: watch.kind).encode(to: &writer)
    enqueue(
      OutgoingRequest(.removeWatches, lossRule: .askAgain), body: writer.bytes, ticket: nil,
      errand: .removeWatch)
  }

  private func isLeftByRequest(_ id: WatchID) -> Bool {
    (0..<ledger.count).contains { ledger[$0].watch == id }
      || (0..<outbox.count).contains { outbox[$0].watch == id }
  }

  /// A reply tells whether the watch that its request asked for has begun.
  mutating func settleWatch(of request: QueuedRequest, _ error: ErrorCode) {
    guard let id = request.watch, watches.contains(id) else { return }
    if case .lasting(let mode) = request.trace {
      lastingWatches.answered(mode, at: watches.path(of: id), isKept: error == .ok)
    }
    switch (error, watches.mode(of: id)) {
    case (.ok, .existence): watches.change(id, to: .data)
    case (.ok, _), (.noNode, .existence): break
    default: return forgetWatch(of: request)
    }
    if request.trace == .shared, lastingWatches.kept(at: watches.path(of: id)) == nil {
      return endWatchThatSharesNothing(id)
    }
    watches.arm(id)
    if !inheritedWatches.isEmpty { inheritedWatches.remove(watches.serverWatch(of: id)) }
    if watches.isOrphan(id) { drop(id) }
  }

  /// Tells everybody who is to hear of it.
  mutating func notify(_ notice: WatchNotice) {
    tell(of: notice, isRepetition: isRepetition(notice))
    if let change = changeOfList(in: notice) { tell(of: change, isRepetition: false) }
  }

  private mutating func tell(of notice: WatchNotice, isRepetition: Bool) {
    for id in watches.audience(of: notice.kind, at: notice.path) where watches.isArmed(id) {
      let mode = watches.mode(of: id)
      if isRepetition && mode == .persistent { continue }
      if mode.isOneShot { watches.remove(id) }
      emit(.notify(id, notice))
    }
    if leftovers.isEmpty && lastingWatches.isEmpty { return }
    if !watches.hasListener(at: notice.path) { clear(notice.path) }
  }

  mutating func watchesRestored(_ error: ErrorCode) {
    let batch = restoring.removeFirst()
    if error == .ok { return }
    // The server has none of them now, and asking once more would end alike.
    for id in batch.watches where watches.contains(id) {
      if !watches.mode(of: id).isOneShot { lastingWatches.forget(watches.path(of: id)) }
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
