import ZooKeeper

/// What is shown of one node in a directory, and what is wrong with it.
struct ValueDirectoryEntry<Value: NodeValue>: Sendable {
  let value: Versioned<Value>?
  let problem: InvalidValue?

  /// - Parameter before: what was shown of the node until now.
  init(
    _ node: Node, at path: ZNodePath, _ before: ValueDirectoryEntry?,
    _ policy: InvalidValuePolicy<Value>
  ) {
    do throws(InvalidValue) {
      value = try Versioned(node, at: path)
      problem = nil
    } catch {
      problem = error
      switch policy {
      case .keepLast, .fail: value = before?.value
      case .replace(let replacement):
        value = Versioned(replacement, version: error.version, zxid: error.zxid)
      }
    }
  }
}

extension InvalidValuePolicy {
  var isToFail: Bool {
    if case .fail = self { true } else { false }
  }
}
