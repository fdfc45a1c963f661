import ZooKeeperModel
import ZooKeeperWire

// Listeners of different kinds at one path, of whom a server may keep the latest only.
extension SessionMachine {
  /// What a request that leaves a watch has to be instead, where it would take away what others
  /// hear by; nil if it may go as it is.
  mutating func formBesideOthers(
    of request: inout QueuedRequest
  ) -> (operation: OpCode, body: [UInt8])? {
    request.trace = .own
    guard let id = request.watch, watches.contains(id) else { return nil }
    let path = watches.path(of: id)
    let asked = lastingWatches.asked(at: path)
    switch watches.mode(of: id) {
    case .persistent where asked == .recursive:
      request.trace = .lasting(.recursive)
      lastingWatches.ask(for: .recursive, at: path)
      return (.setWatches2, bothWatches(at: path))
    case .persistent, .recursive:
      let mode = watches.mode(of: id)
      request.trace = .lasting(mode)
      lastingWatches.ask(for: mode, at: path)
      return nil
    // A recursive watch needs nothing of what a server knows of watched lists.
    case .children where asked == .recursive: return nil
    case .data, .existence, .children:
      if asked == nil { return nil }
      request.trace = .shared
      var writer = JuteWriter(capacity: request.body.count)
      ReadRequest(path: path.text, watch: false).encode(to: &writer)
      return (request.operation, writer.bytes.copied())
    }
  }

  /// Asks for both kinds in one breath. A server that keeps one only is left with the wider one,
  /// and there is no moment between in which it would keep the other.
  private func bothWatches(at path: ZNodePath) -> [UInt8] {
    var writer = JuteWriter(capacity: 2 * path.text.utf8.count + 40)
    SetWatches2Request(
      oneShot: SetWatchesRequest(
        relativeZxid: lastZxid, dataWatches: [], existWatches: [], childWatches: []),
      persistentWatches: [path.text], persistentRecursiveWatches: [path.text]
    ).encode(to: &writer)
    return writer.bytes.copied()
  }

  /// The watch that a read was to share with others was refused to them, after the read was sent.
  mutating func endWatchThatSharesNothing(_ id: WatchID) {
    if !watches.isOrphan(id) { emit(.dropWatch(id, .noWatcher)) }
    watches.remove(id)
  }

  /// Nobody listens to all that is beneath a path any more, but others listen to the path itself.
  /// They hear by the recursive watch until the server has answered that it keeps the other one.
  mutating func narrow(_ path: ZNodePath) {
    if closing.isAskedFor { return }
    narrowings.append(path)
    var writer = JuteWriter(capacity: path.text.utf8.count + 8)
    AddWatchRequest(path: path.text, mode: .persistent).encode(to: &writer)
    enqueue(
      OutgoingRequest(.addWatch, lossRule: .askAgain), body: writer.bytes, ticket: nil,
      errand: .narrowWatch)
  }

  /// Whatever is sent from here on finds the narrower watch.
  mutating func narrowingIsSent() {
    let place = (0..<ledger.count).count { ledger[$0].errand == .narrowWatch }
    if let path = narrowings[place] { lastingWatches.ask(for: .persistent, at: path) }
  }

  /// A server that keeps both kinds still has the recursive one.
  mutating func watchNarrowed(_ error: ErrorCode) {
    guard let path = narrowings.removeFirst() else { return }
    lastingWatches.answered(.persistent, at: path, isKept: error == .ok)
    let recursive = ServerWatch(path: path, kind: .persistentRecursive)
    if error == .ok, !watches.hasListener(to: recursive) { askToRemove(recursive) }
  }
}

// What listeners hear by a watch of another kind.
extension SessionMachine {
  /// The change of a list of children that shows in the creation or deletion of a child, where the
  /// server keeps a recursive watch only, and so does not tell of lists.
  ///
  /// Servers say which change it was since they keep a watch of each kind: both came with 3.9.
  func changeOfList(in notice: WatchNotice) -> WatchNotice? {
    guard notice.kind == .nodeCreated || notice.kind == .nodeDeleted, notice.zxid == nil,
      let parent = notice.path.parent, lastingWatches.kept(at: parent) == .recursive
    else { return nil }
    return WatchNotice(kind: .nodeChildrenChanged, path: parent, zxid: nil)
  }

  /// Whether those who listen for good have heard of a change by way of the child, as above.
  func isRepetition(_ notice: WatchNotice) -> Bool {
    notice.kind == .nodeChildrenChanged && notice.zxid == nil
      && lastingWatches.kept(at: notice.path) == .recursive
  }
}
