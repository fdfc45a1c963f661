/// The name of a session, given by the server that opened it.
public struct SessionID: RawRepresentable, Hashable, Sendable {
  /// The number as it travels and as it is stored.
  public let rawValue: Int64

  /// Takes the number as it travels.
  @inlinable
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// What a client sends that has no session yet, and a server that refuses to resume one.
  @inlinable package static var none: SessionID { SessionID(rawValue: 0) }
}

extension SessionID: CustomStringConvertible {
  /// The form that ZooKeeper prints: `0x10000a5e4b50000`.
  public var description: String {
    "0x" + String(UInt64(bitPattern: rawValue), radix: 16)
  }
}
