package import ZooKeeperModel

// Coming back from a snapshot.
extension DataTree {
  /// Takes in a node of a snapshot, whose parent came before it. `acl` is the list that the
  /// snapshot's table has under the node's number.
  ///
  /// Tells whether there was a place for it: a snapshot that names a child before its parent is
  /// broken.
  package mutating func restore(_ node: PersistedNode, acl: [ACL]) -> Bool {
    let number = acls.retain(acl)
    defer { acls.release(number) }
    return restore(node, acl: number)
  }

  mutating func restore(_ node: PersistedNode, acl: ACLNumber) -> Bool {
    let search = search(node.path)
    if search.isComplete {
      overwrite(search.deepest, with: node, acl: acl)
      return true
    }
    guard let (_, name) = DataTree.split(node.path),
      search.missing == node.path.utf8.count - name.utf8.count
    else { return false }
    acls.retain(acl)
    let id = link(
      name: String(name), data: node.data, acl: acl, stat: node.stat, under: search.deepest)
    refreshDigest(id, at: node.path)
    approximateDataSize += Int64(node.path.utf8.count + (node.data?.count ?? 0))
    return true
  }

  /// Gives a node the list that its snapshot did not have.
  mutating func decideList(at path: String, _ acl: [ACL]) {
    guard let id = find(path) else { return }
    let number = acls.retain(acl)
    acls.release(nodes[id].acl)
    nodes[id].acl = number
  }

  // The reserved nodes are there already; and a snapshot that was written while the tree changed
  // may show a node that went and came again twice.
  private mutating func overwrite(_ id: NodeID, with node: PersistedNode, acl: ACLNumber) {
    acls.retain(acl)
    acls.release(nodes[id].acl)
    unindexOwner(id)
    nodes[id].acl = acl
    approximateDataSize += Int64((node.data?.count ?? 0) - (nodes[id].data?.count ?? 0))
    nodes[id].data = node.data
    nodes[id].czxid = node.stat.czxid
    nodes[id].mzxid = node.stat.mzxid
    nodes[id].pzxid = node.stat.pzxid
    nodes[id].ctime = node.stat.ctime
    nodes[id].mtime = node.stat.mtime
    nodes[id].version = node.stat.version
    nodes[id].cversion = node.stat.cversion
    nodes[id].aversion = node.stat.aversion
    nodes[id].storedOwner = node.stat.ephemeralOwner
    nodes[id].lastTouched = node.stat.mzxid
    indexOwner(id)
    refreshDigest(id, at: node.path)
  }
}
