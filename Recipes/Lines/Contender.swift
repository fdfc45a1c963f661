public import ZooKeeper

/// One who stands in a line: for a lock, a permit or leadership.
public struct Contender: Hashable, Sendable {
  /// The node that stands for it.
  public var path: ZNodePath
  /// What it said about itself when it lined up.
  public var identity: Payload
  /// The session to which the node belongs; nil if it was made to outlive any.
  public var session: SessionID?
  /// What it proves to be the owner with, once it is. A writer that has become a reader keeps the
  /// smaller one that it had before.
  public var token: FencingToken
  /// When it lined up, by the clock of the servers.
  public var since: Timestamp

  init(path: ZNodePath, _ node: Node) {
    self.path = path
    identity = node.data
    session = node.stat.ephemeralOwner
    token = FencingToken(rawValue: node.stat.czxid.rawValue)
    since = node.stat.ctime
  }
}
