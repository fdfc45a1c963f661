/// What a create does where the node above is missing.
///
/// Nodes that are created on the way have no data and the access control list of the node itself,
/// so that what is private does not hang beneath what is open.
public enum Parents: Hashable, Sendable {
  /// The create fails with `noNode`.
  case mustExist
  /// Missing nodes are created and stay.
  case create
  /// Missing nodes are created, and servers delete them some time after their last child went.
  /// Servers before 3.5 cannot.
  case createContainers
}
