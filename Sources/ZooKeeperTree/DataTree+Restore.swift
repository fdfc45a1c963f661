package import ZooKeeperModel

// Coming back from a snapshot.
extension DataTree {
  /// Takes in a node of a snapshot, whose parent came before it. `acl` is the list that the
  /// snapshot's table has under the node's number.
  ///
  /// Tells whether there was a place for it: a snapshot that names a child before its parent is
  /// broken.
  package mutating func restore(_ node: PersistedNode, acl: [ACL]) -> Bool {
    if let existing = find(node.path) {
      overwrite(existing, with: node, acl: acl)
      return true
    }
    guard let (parentPath, name) = DataTree.split(node.path), let parent = find(String(parentPath))
    else { return false }
    let id = link(
      name: String(name), data: node.data, acl: acls.retain(acl), stat: node.stat, under: parent)
    refreshDigest(id, at: node.path)
    return true
  }

  // The reserved nodes are there already.
  private mutating func overwrite(_ id: NodeID, with node: PersistedNode, acl: [ACL]) {
    let number = acls.retain(acl)
    acls.release(nodes[id].acl)
    nodes[id].acl = number
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
    refreshDigest(id, at: node.path)
  }
}
