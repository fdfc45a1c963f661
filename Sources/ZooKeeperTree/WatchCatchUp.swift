import ZooKeeperModel

/// What a client missed while it was away, told when it registers its watches with this server.
///
/// A one-shot watch whose moment has passed fires at once; the others are left again. Watches that
/// outlive their events are left without looking back: such a client reads again by itself.
struct WatchCatchUp {
  /// An event that is due, and the last transaction that it lets the client see.
  struct Missed: Hashable {
    var kind: WatchEventKind
    var path: String
    var gate: Zxid
  }

  let connection: ConnectionID
  let tree: DataTree

  /// Nil for a request with a null list, which Apache cannot read.
  func register(_ request: SetWatchesRequest, in watches: inout WatchIndex) -> [Missed]? {
    guard let data = request.dataWatches, let exists = request.existWatches,
      let children = request.childWatches
    else { return nil }
    var missed: [Missed] = []
    for path in data {
      if let event = event(path, { $0.mzxid > request.relativeZxid ? .nodeDataChanged : nil }) {
        missed.append(event)
      } else {
        watches.watchData(connection, path)
      }
    }
    for path in exists {
      if let event = arrival(path) {
        missed.append(event)
      } else {
        watches.watchData(connection, path)
      }
    }
    for path in children {
      if let event = event(path, { $0.pzxid > request.relativeZxid ? .nodeChildrenChanged : nil }) {
        missed.append(event)
      } else {
        watches.watchChildren(connection, path)
      }
    }
    return missed
  }

  func register(_ request: SetWatches2Request, in watches: inout WatchIndex) -> [Missed]? {
    guard let persistent = request.persistentWatches,
      let recursive = request.persistentRecursiveWatches,
      let missed = register(request.oneShot, in: &watches)
    else { return nil }
    for path in persistent { _ = watches.watch(connection, path, .persistent) }
    for path in recursive { _ = watches.watch(connection, path, .persistentRecursive) }
    return missed
  }

  /// What happened to a node that was there: it may be gone, or it may have changed.
  private func event(_ path: String, _ change: (Stat) -> WatchEventKind?) -> Missed? {
    let search = tree.search(path)
    let gate = tree.lastTouched(search.deepest)
    guard search.isComplete else { return Missed(kind: .nodeDeleted, path: path, gate: gate) }
    return change(tree.stat(search.deepest)).map { Missed(kind: $0, path: path, gate: gate) }
  }

  /// Whether a node that was not there has come, however long ago.
  private func arrival(_ path: String) -> Missed? {
    tree.find(path).map { node in
      Missed(kind: .nodeCreated, path: path, gate: tree.lastTouched(node))
    }
  }
}
