import ZooKeeper

/// What a command found out, before anybody decided how to show it.
enum Answer: Hashable, Sendable {
  case data(Payload)
  case node(Node)
  case stat(Stat)
  case path(ZNodePath)
  /// In no order.
  case children([ZNodeName])
}
