package import ZooKeeperModel

/// Every watch of every connection, and whom an event concerns.
///
/// A connection hears of one event at most once, however many watches wait for it. Watches belong
/// to the connection and go with it; what a client wants kept over a reconnect it registers again.
package struct WatchIndex: Sendable {
  private(set) var data = WatchTable()
  private(set) var children = WatchTable()

  package init() {}

  package var isEmpty: Bool { data.isEmpty && children.isEmpty }

  /// Waits for the node to change, come or go, once: `getData`, `exists`.
  package mutating func watchData(_ connection: ConnectionID, _ path: String) {
    data.add(.oneShot, connection, path)
  }

  /// Waits for the list of children to change or the node to go, once: `getChildren`.
  package mutating func watchChildren(_ connection: ConnectionID, _ path: String) {
    children.add(.oneShot, connection, path)
  }

  /// Waits for good. A mode that nobody knows is refused.
  package mutating func watch(
    _ connection: ConnectionID, _ path: String, _ mode: AddWatchMode
  ) -> Bool {
    switch mode {
    case .persistent:
      data.add(.persistent, connection, path)
      children.add(.persistent, connection, path)
    case .persistentRecursive:
      // Recursive watchers see children come and go, so lists of children tell them nothing.
      data.add(.recursive, connection, path)
    default:
      return false
    }
    return true
  }

  /// Whom an event concerns, in the order in which their watches were left.
  package mutating func fire(_ event: TreeEvent) -> [ConnectionID] {
    switch event.kind {
    case .nodeChildrenChanged:
      return children.fire(event.path)
    case .nodeDeleted:
      let first = data.fire(event.path)
      return first + children.fire(event.path).filter { !first.contains($0) }
    default:
      return data.fire(event.path)
    }
  }

  package func has(_ kind: WatcherKind, _ connection: ConnectionID, _ path: String) -> Bool {
    places(of: kind).contains { table, modes in
      !self[keyPath: table].modes(connection, path).isDisjoint(with: modes)
    }
  }

  /// Takes watches away; tells whether there were any.
  package mutating func remove(
    _ kind: WatcherKind, _ connection: ConnectionID, _ path: String
  ) -> Bool {
    var found = false
    for (table, modes) in places(of: kind) {
      if self[keyPath: table].remove(modes, connection, path) { found = true }
    }
    return found
  }

  package mutating func removeAll(of connection: ConnectionID) {
    data.removeAll(of: connection)
    children.removeAll(of: connection)
  }

  /// Where watches of a kind lie, and as what.
  private func places(
    of kind: WatcherKind
  ) -> [(table: WritableKeyPath<WatchIndex, WatchTable>, modes: WatchTable.Modes)] {
    switch kind {
    case .data: [(\.data, .oneShot)]
    case .children: [(\.children, .oneShot)]
    case .persistent: [(\.data, .persistent), (\.children, .persistent)]
    case .persistentRecursive: [(\.data, .recursive)]
    case .any:
      [
        (\.data, [.oneShot, .persistent, .recursive]),
        (\.children, [.oneShot, .persistent, .recursive]),
      ]
    default: []
    }
  }
}
