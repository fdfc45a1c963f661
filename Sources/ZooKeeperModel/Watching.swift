/// What happened to a watched node, as the number in a watch event.
package struct WatchEventKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Only the state of the session changed; made up by clients, never sent.
  package static var none: WatchEventKind { WatchEventKind(rawValue: -1) }
  package static var nodeCreated: WatchEventKind { WatchEventKind(rawValue: 1) }
  package static var nodeDeleted: WatchEventKind { WatchEventKind(rawValue: 2) }
  package static var nodeDataChanged: WatchEventKind { WatchEventKind(rawValue: 3) }
  package static var nodeChildrenChanged: WatchEventKind { WatchEventKind(rawValue: 4) }
  package static var dataWatchRemoved: WatchEventKind { WatchEventKind(rawValue: 5) }
  package static var childWatchRemoved: WatchEventKind { WatchEventKind(rawValue: 6) }
  package static var persistentWatchRemoved: WatchEventKind { WatchEventKind(rawValue: 7) }
}

/// The state of a connection, as the number in a watch event; a server only ever sends `connected`.
package struct KeeperState: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  package static var unknown: KeeperState { KeeperState(rawValue: -1) }
  package static var disconnected: KeeperState { KeeperState(rawValue: 0) }
  package static var noSyncConnected: KeeperState { KeeperState(rawValue: 1) }
  package static var connected: KeeperState { KeeperState(rawValue: 3) }
  package static var authFailed: KeeperState { KeeperState(rawValue: 4) }
  package static var connectedReadOnly: KeeperState { KeeperState(rawValue: 5) }
  package static var saslAuthenticated: KeeperState { KeeperState(rawValue: 6) }
  package static var closed: KeeperState { KeeperState(rawValue: 7) }
  package static var expired: KeeperState { KeeperState(rawValue: -112) }
}

/// Which of a connection's watches on a path are to be checked or removed.
package struct WatcherKind: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  package static var children: WatcherKind { WatcherKind(rawValue: 1) }
  package static var data: WatcherKind { WatcherKind(rawValue: 2) }
  package static var any: WatcherKind { WatcherKind(rawValue: 3) }
  /// Servers before 3.9 cannot read it.
  package static var persistent: WatcherKind { WatcherKind(rawValue: 4) }
  /// Servers before 3.9 cannot read it.
  package static var persistentRecursive: WatcherKind { WatcherKind(rawValue: 5) }
}

/// How a watch that outlives its events looks at the tree.
package struct AddWatchMode: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The node and its list of children.
  package static var persistent: AddWatchMode { AddWatchMode(rawValue: 0) }
  /// The node and everything beneath it, without events for lists of children.
  package static var persistentRecursive: AddWatchMode { AddWatchMode(rawValue: 1) }
}
