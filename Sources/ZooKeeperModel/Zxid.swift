/// The position of a change in the one order that all servers of an ensemble agree on.
///
/// In a quorum the high 32 bits count leaders (the epoch) and the low 32 bits count changes under
/// that leader; a server that never was part of one leaves the epoch at zero.
public struct Zxid: RawRepresentable, Hashable, Comparable, Sendable {
  /// The number as it travels and as it is stored.
  public let rawValue: Int64

  /// Takes the number as it travels.
  @inlinable
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Before the first change.
  @inlinable public static var zero: Zxid { Zxid(rawValue: 0) }

  /// What older servers put where no change is meant, as in most watch events.
  @inlinable public static var unspecified: Zxid { Zxid(rawValue: -1) }

  /// Earlier comes first.
  public static func < (left: Zxid, right: Zxid) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension Zxid: CustomStringConvertible {
  /// The form that ZooKeeper prints and greps for: `0x1f`.
  public var description: String {
    "0x" + String(UInt64(bitPattern: rawValue), radix: 16)
  }
}
