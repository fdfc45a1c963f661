import ZooKeeperModel

/// Walks the tree for a snapshot, parents before children, while the tree goes on changing.
///
/// It may show a node before or after a change that happens meanwhile, and may miss one that was
/// created meanwhile: the log is replayed over the snapshot from the zxid at its start. Between
/// `beginSnapshot` and `endSnapshot` the tree keeps the links of nodes that go, so that the walk
/// finds on from wherever it stands.
package struct SnapshotCursor: Sendable {
  private var node: NodeID?
  /// Where the name of each node on the way from the root ends.
  private var path = ""
  private var ends: [String.Index] = []
  private var isDone = false

  package init() {}

  /// The next node, or nil when the walk is over.
  package mutating func next(in tree: DataTree) -> PersistedNode? {
    while advance(in: tree) {
      if let node, !tree.nodes[node].isRetired { return persisted(node, in: tree) }
    }
    return nil
  }

  private func persisted(_ id: NodeID, in tree: DataTree) -> PersistedNode {
    let acl = tree.nodes[id].acl
    return PersistedNode(
      path: path, data: tree.nodes[id].data,
      aclID: acl == .open ? PersistedNode.openACL : Int64(acl.index),
      stat: tree.nodes[id].persistedStat)
  }

  private mutating func advance(in tree: DataTree) -> Bool {
    guard !isDone else { return false }
    guard let current = node else {
      node = .root
      return true
    }
    let child = tree.nodes[current].firstChild
    if child != .none && !tree.nodes[current].isRetired {
      enter(child, in: tree)
      return true
    }
    return leave(current, in: tree)
  }

  private mutating func leave(_ start: NodeID, in tree: DataTree) -> Bool {
    var current = start
    while current != .root {
      let sibling = tree.nodes[current].nextSibling
      let parent = tree.nodes[current].parent
      if let end = ends.popLast() { path.removeSubrange(end...) }
      if sibling != .none {
        enter(sibling, in: tree)
        return true
      }
      current = parent
    }
    isDone = true
    return false
  }

  private mutating func enter(_ id: NodeID, in tree: DataTree) {
    ends.append(path.endIndex)
    path += "/"
    path += tree.nodes[id].name
    node = id
  }
}

extension DataTree {
  /// Keeps the links of nodes that go from now on.
  package mutating func beginSnapshot() {
    nodes.keepsRetired = true
  }

  package mutating func endSnapshot() {
    nodes.keepsRetired = false
  }

  /// The access control lists with the numbers that `PersistedNode` refers to.
  package var persistedACLs: [PersistedACL] {
    acls.persisted
  }
}
