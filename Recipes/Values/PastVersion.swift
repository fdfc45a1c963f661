public import ZooKeeper

/// What a node held once.
public struct PastVersion<Value: NodeValue>: Sendable {
  /// How often the node's data had changed by then.
  public var version: Version
  /// What it held.
  public var data: Payload
  /// When that was saved, by the clock of the servers: as it was written; or, if the writer kept no
  /// history, as it was replaced.
  public var savedAt: Timestamp
  /// Where it is kept.
  public var path: ZNodePath

  private let stat: Stat

  init(_ version: Version, _ node: Node, at path: ZNodePath) {
    self.version = version
    self.path = path
    data = node.data
    savedAt = node.stat.mtime
    stat = node.stat
  }

  /// The value.
  ///
  /// - Throws: `InvalidValue` if it was none, or one of an earlier program.
  public func value() throws(InvalidValue) -> Value {
    do {
      return try Value(decoding: data)
    } catch {
      throw InvalidValue(path, stat, error)
    }
  }
}
