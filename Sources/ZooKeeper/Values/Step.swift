public import ZooKeeperModel

/// One operation of several that are sent together: of a transaction, where all happen or none
/// does, or of a pipeline, where each one stands alone and only the order is kept.
///
/// A transaction takes `create`, `set`, `delete` and `check`.
public struct Step: Hashable, Sendable {
  /// What is to be done, and what it takes beside the path.
  package enum Action: Hashable, Sendable {
    case create(Payload, CreateMode, AccessControl)
    case set(Payload, ifVersion: Version?)
    case delete(ifVersion: Version?)
    case check(ifVersion: Version?)
    case get
    case stat
    case children
    case sync
  }

  /// The node that it is about.
  public let path: ZNodePath
  package let action: Action

  private init(_ path: ZNodePath, _ action: Action) {
    self.path = path
    self.action = action
  }

  /// Creates a node.
  public static func create(
    _ path: ZNodePath, _ data: Payload = .empty, mode: CreateMode = .persistent,
    acl: AccessControl = .open
  ) -> Step {
    Step(path, .create(data, mode, acl))
  }

  /// Replaces the data of a node, if it has the version that is asked for.
  public static func set(
    _ path: ZNodePath, to data: Payload, ifVersion version: Version? = nil
  ) -> Step {
    Step(path, .set(data, ifVersion: version))
  }

  /// Deletes a node without children, if it has the version that is asked for.
  public static func delete(_ path: ZNodePath, ifVersion version: Version? = nil) -> Step {
    Step(path, .delete(ifVersion: version))
  }

  /// Lets a transaction fail unless the node exists, and has the version that is asked for.
  public static func check(_ path: ZNodePath, ifVersion version: Version? = nil) -> Step {
    Step(path, .check(ifVersion: version))
  }

  /// Reads the data of a node.
  public static func get(_ path: ZNodePath) -> Step {
    Step(path, .get)
  }

  /// Asks whether a node exists, and for its stat.
  public static func stat(_ path: ZNodePath) -> Step {
    Step(path, .stat)
  }

  /// Lists the children of a node.
  public static func children(of path: ZNodePath) -> Step {
    Step(path, .children)
  }

  /// Lets the reads behind it see everything that any client has been told by now.
  public static func sync(_ path: ZNodePath = .root) -> Step {
    Step(path, .sync)
  }

  /// The operation, for errors.
  public var operation: OperationName {
    switch action {
    case .create: .create
    case .set: .set
    case .delete: .delete
    case .check: .check
    case .get: .get
    case .stat: .stat
    case .children: .children
    case .sync: .sync
    }
  }
}

extension Step: CustomStringConvertible {
  /// The operation and the path, without the data.
  public var description: String { "\(operation) \(path)" }
}
