import ZooKeeperModel

/// The nodes as the next step of a multi would find them, were the earlier steps applied.
///
/// A multi happens whole or not at all, so its steps are decided against this before any of them
/// touches the tree. A lone write is decided against an empty draft and leaves nothing in it.
struct Draft {
  /// What decisions need to know of a node.
  struct Node {
    var version: Int32
    var cversion: Int32
    var aversion: Int32
    var childCount: Int32
    var kind: NodeKind
    var acl: [ACL]
  }

  // Nil for a node that an earlier step deleted.
  private var changed: [PathKey: Node?] = [:]
  private let isForMulti: Bool

  init(isForMulti: Bool) {
    self.isForMulti = isForMulti
  }

  func node(_ path: String, in tree: DataTree) -> Node? {
    if isForMulti, let node = changed[PathKey(path)] { return node }
    return tree.find(path).map { id in
      Node(
        version: tree.nodes[id].version, cversion: tree.nodes[id].cversion,
        aversion: tree.nodes[id].aversion, childCount: tree.nodes[id].childCount,
        kind: tree.kind(id), acl: tree.acl(id))
    }
  }

  mutating func set(_ path: String, _ node: Node?) {
    if isForMulti { changed[PathKey(path)] = .some(node) }
  }
}
