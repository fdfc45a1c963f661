import ZooKeeperModel

/// A number that grows with every owner of the same thing.
///
/// Hand it to whatever you change on behalf of what you own, and let that refuse everybody whose
/// token is smaller than the largest it has seen: an owner who was paused for long enough to be
/// replaced, and does not know yet, then does no harm.
///
/// It is the number of the change that created the owner's node. Only these grow for ever; the
/// numbers at the end of names begin anew when the node above them does.
public struct FencingToken: Hashable, Sendable {
  /// The number, for where it has to be stored.
  public let rawValue: Int64

  /// Takes a number that was stored.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  init(_ czxid: Zxid) {
    rawValue = czxid.rawValue
  }
}

extension FencingToken: Comparable {
  /// The earlier owner has the smaller token.
  public static func < (left: FencingToken, right: FencingToken) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension FencingToken: CustomStringConvertible {
  /// The number as ZooKeeper's own tools print it.
  public var description: String { Zxid(rawValue: rawValue).description }
}
