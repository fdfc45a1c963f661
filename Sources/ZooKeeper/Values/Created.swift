public import ZooKeeperModel

/// A node that was created.
///
/// Path and change together name this very node: another one that is created in its place later
/// has the path, too, and another change.
public struct Created: Hashable, Sendable {
  /// Where the node is, with the number that the server appended to a sequential one.
  public var path: ZNodePath
  /// The change that created it. These only grow, so that it can serve as a fencing token.
  public var czxid: Zxid
  /// The node's stat; nil from servers that do not tell: all before 3.5, and those before 3.9 in a
  /// transaction.
  public var stat: Stat?

  /// Puts a result together, for fakes and tests.
  public init(path: ZNodePath, czxid: Zxid, stat: Stat?) {
    self.path = path
    self.czxid = czxid
    self.stat = stat
  }
}
