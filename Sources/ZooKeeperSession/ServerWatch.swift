import ZooKeeperModel

/// What a server calls one watch of a connection, however many listen to it.
struct ServerWatch: Hashable, Sendable {
  let path: ZNodePath
  let kind: WatcherKind
}
