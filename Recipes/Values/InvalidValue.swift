public import ZooKeeper

/// A node holds something, but no value of the type that was asked for.
public struct InvalidValue: Error {
  /// The node.
  public var path: ZNodePath
  /// How often its data had changed.
  public var version: Version
  /// The change that made its data what it is.
  public var zxid: Zxid
  /// What reading it failed of.
  public var reason: any Error

  /// Puts a problem together, for fakes and tests.
  public init(path: ZNodePath, version: Version, zxid: Zxid, reason: any Error) {
    self.path = path
    self.version = version
    self.zxid = zxid
    self.reason = reason
  }

  init(_ path: ZNodePath, _ stat: Stat, _ reason: any Error) {
    self.init(path: path, version: stat.version, zxid: stat.mzxid, reason: reason)
  }
}

extension InvalidValue: CustomStringConvertible {
  /// One line: where, since when and why. The reason may quote parts of the data.
  public var description: String {
    "invalid value at \(path), version \(version), zxid \(zxid): \(reason)"
  }
}

/// What a reader sees who follows a value, while the node holds none of its type.
public enum InvalidValuePolicy<Value: Sendable>: Sendable {
  /// What was there before: a mistake changes nothing for those who run already. Where nothing was
  /// there before, a single value throws `InvalidValue`, because a service that starts without a
  /// word and without its settings helps nobody; a directory leaves the key out and says so.
  case keepLast
  /// Nothing more: `InvalidValue` is thrown.
  case fail
  /// This one.
  case replace(with: Value)
}
