import ZooKeeper

/// What a reader knows of a node's children, and what it has to read to know the rest.
struct KnownChildren: Sendable {
  enum Unread: Hashable {
    /// Which there are, and then all of them.
    case list
    /// These. Nothing if there are none.
    case names(Set<ZNodeName>)
  }

  private(set) var nodes: [ZNodeName: Node] = [:]
  private(set) var unread = Unread.list

  let parent: ZNodePath

  init(of parent: ZNodePath) {
    self.parent = parent
  }

  var isComplete: Bool { unread == .names([]) }

  /// A child that was told of is read, whatever is said to have happened to it: what a read shows
  /// is never older than what was shown before, and a change may be.
  mutating func note(_ change: WatchChange) {
    guard case .names(var names) = unread else { return }
    if change.gap != nil {
      unread = .list
    } else if change.path.parent == parent, let name = change.path.name {
      names.insert(name)
      unread = .names(names)
    }
  }

  /// These are all there are.
  mutating func list(_ names: some Sequence<ZNodeName>) {
    let names = Set(names)
    nodes = nodes.filter { names.contains($0.key) }
    unread = .names(names)
  }

  /// Nil if it is not there.
  mutating func read(_ name: ZNodeName, _ node: Node?) {
    nodes[name] = node
    if case .names(var names) = unread {
      names.remove(name)
      unread = .names(names)
    }
  }
}
