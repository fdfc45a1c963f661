import ZooKeeperModel

// Making decided changes happen.
//
// A change may be applied to a tree that has it already: a snapshot is written while changes go on,
// and afterwards the log is replayed from before it. So nothing here minds a node that is there or
// gone; versions are set, never counted, and what only grows never shrinks.
extension DataTree {
  /// Applies a transaction and tells the events it causes, in the order in which they happen.
  package mutating func apply(_ transaction: Transaction, tell: (TreeEvent) -> Void) {
    let stamp = Stamp(
      session: transaction.session, zxid: transaction.zxid, time: transaction.time)
    apply(transaction.change, stamp, tell)
    lastZxid = max(lastZxid, transaction.zxid)
  }

  /// What all changes of a transaction share.
  private struct Stamp {
    var session: SessionID
    var zxid: Zxid
    var time: Timestamp
  }

  private mutating func apply(_ change: Change, _ stamp: Stamp, _ tell: (TreeEvent) -> Void) {
    switch change {
    case .create(let node, let isEphemeral):
      create(node, kind: isEphemeral ? .ephemeral(stamp.session) : .persistent, stamp, tell)
    case .createContainer(let node):
      create(node, kind: .container, stamp, tell)
    case .createTTL(let node, let milliseconds):
      create(node, kind: .timeToLive(milliseconds: milliseconds), stamp, tell)
    case .delete(let path):
      delete(path, stamp, tell)
    case .setData(let path, let data, let version):
      setData(path, data, version, stamp, tell)
    case .setACL(let path, let acl, let version):
      setACL(path, acl ?? [], version, stamp)
    case .closeSession(let paths):
      closeSession(paths ?? [], stamp, tell)
    case .multi:
      for part in change.parts { apply(part, stamp, tell) }
    case .check, .createSession, .error:
      break
    }
  }

  private mutating func create(
    _ node: NodeCreation, kind: NodeKind, _ stamp: Stamp, _ tell: (TreeEvent) -> Void
  ) {
    guard let (parentName, name) = DataTree.split(node.path) else { return }
    let parentPath = String(parentName)
    guard let parent = find(parentPath) else { return }
    let cversion =
      node.parentCVersion == -1 ? nodes[parent].cversion &+ 1 : node.parentCVersion
    // Only forwards: an older create may be replayed over a newer snapshot.
    if cversion > nodes[parent].cversion {
      nodes[parent].cversion = cversion
      nodes[parent].pzxid = stamp.zxid
    }
    touch(parent, stamp.zxid)
    let exists = nodes.find(parent: parent, name: name.utf8.span) != nil
    guard !exists else {
      refreshDigest(parent, at: parentPath)
      return
    }
    let stat = PersistedStat(
      czxid: stamp.zxid, mzxid: stamp.zxid, pzxid: stamp.zxid, ctime: stamp.time,
      mtime: stamp.time, ephemeralOwner: kind.storedOwner)
    let id = link(
      name: String(name), data: node.data, acl: acls.retain(node.acl ?? []), stat: stat,
      under: parent)
    refreshDigest(parent, at: parentPath)
    refreshDigest(id, at: node.path)
    chargeCreation(node.path, dataCount: node.data?.count ?? 0, at: stamp.zxid)
    tell(event(.nodeCreated, node.path, stamp, of: id))
    tell(
      event(.nodeChildrenChanged, parentPath.isEmpty ? "/" : parentPath, stamp, of: parent))
  }

  private mutating func delete(_ path: String, _ stamp: Stamp, _ tell: (TreeEvent) -> Void) {
    guard let (parentName, name) = DataTree.split(path), let parent = find(String(parentName))
    else { return }
    let parentPath = String(parentName)
    // Even if the node is gone: a snapshot may show its parent from the time before.
    if stamp.zxid > nodes[parent].pzxid { nodes[parent].pzxid = stamp.zxid }
    touch(parent, stamp.zxid)
    guard let id = nodes.find(parent: parent, name: name.utf8.span) else {
      refreshDigest(parent, at: parentPath)
      return
    }
    unlinkDescendants(of: id, stamp)
    let deleted = event(.nodeDeleted, path, stamp, of: id)
    let dataCount = nodes[id].data?.count ?? 0
    forgetDigest(id)
    unlink(id)
    refreshDigest(parent, at: parentPath)
    chargeDeletion(path, dataCount: dataCount, at: stamp.zxid)
    tell(deleted)
    tell(event(.nodeChildrenChanged, parentPath.isEmpty ? "/" : parentPath, stamp, of: parent))
  }

  /// What is deleted has no children, unless a snapshot shows those of a later node of that name,
  /// whose own creation is still to be replayed.
  private mutating func unlinkDescendants(of id: NodeID, _ stamp: Stamp) {
    while nodes[id].firstChild != .none {
      var leaf = nodes[id].firstChild
      while nodes[leaf].firstChild != .none { leaf = nodes[leaf].firstChild }
      let path = path(of: leaf)
      let dataCount = nodes[leaf].data?.count ?? 0
      forgetDigest(leaf)
      unlink(leaf)
      chargeDeletion(path, dataCount: dataCount, at: stamp.zxid)
    }
  }

  private mutating func setData(
    _ path: String, _ data: [UInt8]?, _ version: Version, _ stamp: Stamp,
    _ tell: (TreeEvent) -> Void
  ) {
    guard let id = find(path) else { return }
    let growth = (data?.count ?? 0) - (nodes[id].data?.count ?? 0)
    nodes[id].data = data
    nodes[id].version = version.rawValue
    nodes[id].mzxid = stamp.zxid
    nodes[id].mtime = stamp.time
    touch(id, stamp.zxid)
    refreshDigest(id, at: id == .root ? "" : path)
    charge(path, QuotaUsage(count: 0, bytes: Int64(growth)), at: stamp.zxid)
    tell(event(.nodeDataChanged, path, stamp, of: id))
  }

  private mutating func setACL(
    _ path: String, _ acl: [ACL], _ version: Version, _ stamp: Stamp
  ) {
    guard let id = find(path) else { return }
    // In this order, so that a list in use nowhere else keeps its number.
    let number = acls.retain(acl)
    acls.release(nodes[id].acl)
    nodes[id].acl = number
    nodes[id].aversion = version.rawValue
    touch(id, stamp.zxid)
    refreshDigest(id, at: id == .root ? "" : path)
  }

  private mutating func closeSession(
    _ paths: [String], _ stamp: Stamp, _ tell: (TreeEvent) -> Void
  ) {
    for path in paths { delete(path, stamp, tell) }
    // A log from before 3.6 names no paths, and a node may have been created behind the list.
    for path in ephemeralPaths(of: stamp.session) { delete(path, stamp, tell) }
  }

  mutating func touch(_ id: NodeID, _ zxid: Zxid) {
    nodes[id].lastTouched = max(nodes[id].lastTouched, zxid)
  }

  private func event(
    _ kind: WatchEventKind, _ path: String, _ stamp: Stamp, of id: NodeID
  ) -> TreeEvent {
    TreeEvent(kind: kind, path: path, zxid: stamp.zxid, acl: acls.acl(nodes[id].acl))
  }
}
