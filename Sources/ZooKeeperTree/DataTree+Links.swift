import ZooKeeperModel

// Taking nodes into the family and out of it.
extension DataTree {
  /// Adds a node as the last child of its parent.
  @discardableResult
  mutating func link(
    name: String, data: [UInt8]?, acl: ACLNumber, stat: PersistedStat, under parent: NodeID
  ) -> NodeID {
    let id = nodes.insert(
      ZNode(name: name, data: data, acl: acl, stat: stat, parent: parent))
    let first = nodes[parent].firstChild
    if first == .none {
      nodes[parent].firstChild = id
      nodes[id].previousSibling = id
    } else {
      let last = nodes[first].previousSibling
      nodes[last].nextSibling = id
      nodes[id].previousSibling = last
      nodes[first].previousSibling = id
    }
    nodes[parent].childCount += 1
    indexOwner(id)
    return id
  }

  /// Takes a node without children out of its parent's list and out of the tree.
  mutating func unlink(_ id: NodeID) {
    let parent = nodes[id].parent
    let previous = nodes[id].previousSibling
    let next = nodes[id].nextSibling
    let first = nodes[parent].firstChild
    if id == first {
      nodes[parent].firstChild = next
    } else {
      nodes[previous].nextSibling = next
    }
    // The last child's place is kept by the first one.
    if next != .none {
      nodes[next].previousSibling = previous
    } else if id != first {
      nodes[first].previousSibling = previous
    }
    nodes[parent].childCount -= 1
    unindexOwner(id)
    acls.release(nodes[id].acl)
    nodes.remove(id)
  }

  mutating func indexOwner(_ id: NodeID) {
    switch kind(id) {
    case .persistent: break
    case .ephemeral(let session): ephemerals.insert(id, of: session)
    case .container, .timeToLive: selfEnding.insert(id)
    }
  }

  mutating func unindexOwner(_ id: NodeID) {
    switch kind(id) {
    case .persistent: break
    case .ephemeral(let session): ephemerals.remove(id, of: session)
    case .container, .timeToLive: selfEnding.remove(id)
    }
  }
}
