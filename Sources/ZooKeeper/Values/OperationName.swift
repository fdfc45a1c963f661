/// What was asked for, as errors and events name it: the verb of the client that was called.
///
/// Recipes name their own: `OperationName("lock", mayChange: true)`.
public struct OperationName: Hashable, Sendable {
  /// The verb, such as `create`.
  public let name: String
  /// Whether it may change something on the servers, so that it matters whether it happened.
  public let mayChange: Bool

  /// Names an operation.
  public init(_ name: String, mayChange: Bool) {
    self.name = name
    self.mayChange = mayChange
  }
}

extension OperationName {
  /// Creating a node.
  public static let create = OperationName("create", mayChange: true)
  /// Replacing the data of a node.
  public static let set = OperationName("set", mayChange: true)
  /// Deleting a node.
  public static let delete = OperationName("delete", mayChange: true)
  /// Several changes that happen together or not at all.
  public static let transaction = OperationName("transaction", mayChange: true)
  /// Replacing the access control list of a node.
  public static let setACL = OperationName("setACL", mayChange: true)
  /// Changing who belongs to the ensemble.
  public static let reconfigure = OperationName("reconfigure", mayChange: true)

  /// Reading the data of a node.
  public static let get = OperationName("get", mayChange: false)
  /// Asking whether a node exists.
  public static let stat = OperationName("stat", mayChange: false)
  /// Listing the children of a node.
  public static let children = OperationName("children", mayChange: false)
  /// Reading the access control list of a node.
  public static let getACL = OperationName("getACL", mayChange: false)
  /// Counting everything beneath a node.
  public static let countDescendants = OperationName("countDescendants", mayChange: false)
  /// Listing the session's own ephemeral nodes.
  public static let ephemerals = OperationName("ephemerals", mayChange: false)
  /// Several reads in one request.
  public static let multiRead = OperationName("multiRead", mayChange: false)
  /// Making sure that a node is as expected.
  public static let check = OperationName("check", mayChange: false)
  /// Waiting until the server has caught up with its leader.
  public static let sync = OperationName("sync", mayChange: false)
  /// Leaving a watch.
  public static let watch = OperationName("watch", mayChange: false)
  /// Showing credentials.
  public static let authenticate = OperationName("authenticate", mayChange: false)
  /// Asking who the server takes us for.
  public static let whoAmI = OperationName("whoAmI", mayChange: false)
  /// Waiting for a session.
  public static let connect = OperationName("connect", mayChange: false)
  /// Reading who belongs to the ensemble.
  public static let ensemble = OperationName("ensemble", mayChange: false)
}

extension OperationName: CustomStringConvertible {
  /// The verb.
  public var description: String { name }
}
