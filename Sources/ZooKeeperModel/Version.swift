/// How often a node's data, children or access control list changed: the guard of a conditional
/// write.
///
/// Versions are signed 32-bit numbers that wrap around, so a later version may be the smaller one:
/// they are compared for equality only.
public struct Version: RawRepresentable, Hashable, Sendable {
  /// The number as it travels and as it is stored.
  public let rawValue: Int32

  /// Takes the number as it travels.
  @inlinable
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// What a write sends that asks for no particular version.
  @inlinable package static var any: Version { Version(rawValue: -1) }

  /// The version after one more change.
  package var next: Version {
    Version(rawValue: rawValue &+ 1)
  }
}

extension Version: CustomStringConvertible {
  /// The plain number.
  public var description: String {
    String(rawValue)
  }
}
