/// Registers a client's watches with the server it moved to, and catches up on what they missed.
package struct SetWatchesRequest: Hashable, Sendable {
  /// The last change the client knows of; later ones fire at once.
  package var relativeZxid: Zxid
  package var dataWatches: [String]?
  package var existWatches: [String]?
  package var childWatches: [String]?

  package init(
    relativeZxid: Zxid, dataWatches: [String]?, existWatches: [String]?, childWatches: [String]?
  ) {
    self.relativeZxid = relativeZxid
    self.dataWatches = dataWatches
    self.existWatches = existWatches
    self.childWatches = childWatches
  }
}

/// As `SetWatchesRequest`, with the watches that outlive their events. These do not catch up.
package struct SetWatches2Request: Hashable, Sendable {
  package var oneShot: SetWatchesRequest
  package var persistentWatches: [String]?
  package var persistentRecursiveWatches: [String]?

  package init(
    oneShot: SetWatchesRequest, persistentWatches: [String]?, persistentRecursiveWatches: [String]?
  ) {
    self.oneShot = oneShot
    self.persistentWatches = persistentWatches
    self.persistentRecursiveWatches = persistentRecursiveWatches
  }
}

/// Leaves a watch that outlives its events.
package struct AddWatchRequest: Hashable, Sendable {
  package var path: String
  package var mode: AddWatchMode

  package init(path: String, mode: AddWatchMode) {
    self.path = path
    self.mode = mode
  }
}

/// Names watches of this connection: `checkWatches`, `removeWatches`.
package struct WatcherRequest: Hashable, Sendable {
  package var path: String
  package var kind: WatcherKind

  package init(path: String, kind: WatcherKind) {
    self.path = path
    self.kind = kind
  }
}

/// Tells a client that something it watches has changed.
package struct WatcherEvent: Hashable, Sendable {
  package var kind: WatchEventKind
  package var state: KeeperState
  package var path: String

  package init(kind: WatchEventKind, state: KeeperState, path: String) {
    self.kind = kind
    self.state = state
    self.path = path
  }
}
