public import ZooKeeper

/// The values of all children of a node.
///
/// It shows what was there at one moment; only if values change without a pause while they are read
/// may some be newer than others, and then another one follows.
public struct ValueDirectory<Value: NodeValue>: Sendable {
  /// The node above the values.
  public let path: ZNodePath
  /// Whether that node is there.
  public let exists: Bool
  /// The values by the names of their nodes.
  public let entries: [ZNodeName: Versioned<Value>]
  /// The nodes that hold no such value. What `entries` shows of them, if anything, is what
  /// `InvalidValuePolicy` says.
  public let problems: [ZNodeName: InvalidValue]
  /// The latest change that was seen. Servers before 3.9 do not tell when a node was deleted.
  public let zxid: Zxid

  init(_ mirror: ChildrenMirror<ValueDirectoryEntry<Value>>) {
    path = mirror.path
    exists = mirror.exists
    entries = mirror.entries.compactMapValues(\.value)
    problems = mirror.entries.compactMapValues(\.problem)
    zxid = mirror.zxid
  }

  /// The value of a node; nil if there is none.
  public subscript(name: ZNodeName) -> Value? { entries[name]?.value }
}

extension ValueDirectory: Equatable where Value: Equatable {
  /// Compares what is there: not the reasons of problems, and not what happened to and fro.
  public static func == (left: Self, right: Self) -> Bool {
    left.path == right.path && left.exists == right.exists && left.entries == right.entries
      && left.problems.mapValues(\.zxid) == right.problems.mapValues(\.zxid)
  }
}
