public import ZooKeeperModel

/// The children of a node, and the node's own stat at the same moment.
public struct Children: Hashable, Sendable {
  /// The names, in no order: servers do not sort them.
  public var names: [ZNodeName]
  /// What ZooKeeper knows about the node above them.
  public var stat: Stat

  /// Puts a list together, for fakes and tests.
  public init(names: [ZNodeName], stat: Stat) {
    self.names = names
    self.stat = stat
  }
}
