/// How much of the tree a watch sees that lasts until nobody listens.
public enum WatchKind: Hashable, Sendable, CaseIterable {
  /// The node and its list of children: created, deleted, data changed, children changed.
  case node
  /// The node and everything beneath it: created, deleted, data changed. Lists of children are left
  /// out, because each of their changes is told as the creation or deletion of the child.
  case subtree
}
