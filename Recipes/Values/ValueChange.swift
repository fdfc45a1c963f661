import ZooKeeper

/// What a change makes of a node.
enum ValueChange<Value: NodeValue> {
  /// The node holds that already.
  case nothing(Versioned<Value>)
  /// The node is to hold this value, in this form.
  case write(Value, Payload)

  /// - Throws: `InvalidValue` if the node holds no such value; `noNode` if there is none, nor an
  ///   initial value.
  init(
    of node: Node?, at path: ZNodePath, orFrom initial: Value?,
    by change: (inout Value) throws -> Void
  ) throws {
    let present = try node.map { node in try Versioned<Value>(node, at: path) }
    guard var value = present?.value ?? initial else { throw ZooKeeperError.missing(path) }
    try change(&value)
    let data = try value.encoded()
    if var present, data == node?.data {
      present.value = value
      self = .nothing(present)
    } else {
      self = .write(value, data)
    }
  }

  var data: Payload? {
    if case .write(_, let data) = self { data } else { nil }
  }
}
