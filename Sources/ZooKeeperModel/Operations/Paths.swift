/// Names a node and nothing else: `getACL`, `deleteContainer`, `getAllChildrenNumber`.
package struct PathRequest: Hashable, Sendable {
  package var path: String

  package init(path: String) {
    self.path = path
  }
}

/// Names a node and leaves a watch if asked: `exists`, `getData`, `getChildren`, `getChildren2`.
package struct ReadRequest: Hashable, Sendable {
  package var path: String
  package var watch: Bool

  package init(path: String, watch: Bool) {
    self.path = path
    self.watch = watch
  }
}

/// Names a node at a version: `delete`, `check`.
package struct VersionedRequest: Hashable, Sendable {
  package var path: String
  package var version: Version

  package init(path: String, version: Version) {
    self.path = path
    self.version = version
  }
}

/// Waits until the server has caught up with its leader; the path is only echoed, even a null one.
package struct SyncRequest: Hashable, Sendable {
  package var path: String?

  package init(path: String?) {
    self.path = path
  }
}

/// Asks for the session's own ephemeral nodes; a null prefix stands for all.
package struct EphemeralsRequest: Hashable, Sendable {
  package var prefix: String?

  package init(prefix: String?) {
    self.prefix = prefix
  }
}
