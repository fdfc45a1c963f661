package import ZooKeeperModel

// What administrators ask. Nothing here is on the way of a request.
extension ServerMachine {
  /// Watches on data and on lists of children, a path once for each connection that watches it.
  package var watchCount: Int {
    watches.data.count + watches.children.count
  }

  /// Watches on data: how many connections have some, on how many paths, and how many in all.
  package var dataWatchCounts: (connections: Int, paths: Int, watches: Int) {
    (watches.data.connectionCount, watches.data.pathCount, watches.data.count)
  }

  /// What each connection's session watches, in the order in which they connected; the paths are
  /// sorted by bytes.
  package var dataWatchesBySession: [(session: SessionID, paths: [String])] {
    watches.data.connections.map { (session(of: $0), watches.data.paths(of: $0)) }
  }

  /// Whose sessions watch each path, in the order in which they came; the paths are sorted by
  /// bytes.
  package var dataWatchesByPath: [(path: String, sessions: [SessionID])] {
    watches.data.connectionsByPath.map { ($0.path, $0.connections.map(session(of:))) }
  }

  /// The session that a connection serves; `none` until its client has introduced itself.
  package func session(of connection: ConnectionID) -> SessionID {
    connections[connection]?.session ?? .none
  }
}

extension DataTree {
  package var ephemeralCount: Int { ephemerals.count }

  /// The ephemeral nodes of each session that has some, by the number of the session; the paths in
  /// the order in which they were created.
  package var ephemeralsBySession: [(session: SessionID, paths: [String])] {
    ephemerals.owners.map { ($0, ephemeralPaths(of: $0)) }
  }
}
