/// How much of the tree a watch sees that lasts until nobody listens.
///
/// Servers before 3.9 keep one kind for each client and path: there, put up both at one path by two
/// clients, or the later takes the place of the earlier.
public enum WatchKind: Hashable, Sendable, CaseIterable {
  /// The node and its list of children: created, deleted, data changed, children changed.
  case node
  /// The node and everything beneath it: created, deleted, data changed. Lists of children are left
  /// out, because each of their changes is told as the creation or deletion of the child.
  case subtree
}
