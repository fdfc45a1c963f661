public import ZooKeeper

/// A value, and which state of its node it is.
public struct Versioned<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// How often the node's data had changed: the guard of a conditional write.
  public var version: Version
  /// The change that made the value what it is. A later one has the greater number, even if the
  /// node was deleted in between, which lets versions begin anew.
  public var zxid: Zxid

  /// Puts a value together, for fakes and tests.
  public init(_ value: Value, version: Version, zxid: Zxid) {
    self.value = value
    self.version = version
    self.zxid = zxid
  }
}

extension Versioned: Equatable where Value: Equatable {}
extension Versioned: Hashable where Value: Hashable {}

extension Versioned where Value: NodeValue {
  init(_ node: Node, at path: ZNodePath) throws(InvalidValue) {
    do {
      value = try Value(decoding: node.data)
    } catch {
      throw InvalidValue(path, node.stat, error)
    }
    version = node.stat.version
    zxid = node.stat.mzxid
  }
}
