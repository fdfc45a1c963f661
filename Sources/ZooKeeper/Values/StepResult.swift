public import ZooKeeperModel

/// What became of one step that went well; the case has the name of the operation.
public enum StepResult: Hashable, Sendable {
  /// The node that was created.
  case create(Created)
  /// The node's stat, with its new version.
  case set(Stat)
  /// The node is gone.
  case delete
  /// The node is as it was asked for.
  case check
  /// What the node holds.
  case get(Node)
  /// The node's stat; nil if there is no such node.
  case stat(Stat?)
  /// The names of the children in no order, and the node's stat where the server tells it: not when
  /// several reads travel in one request.
  case children([ZNodeName], Stat?)
  /// The server had caught up.
  case sync
}
