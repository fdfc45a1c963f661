public import ZooKeeper

extension NodeValue where Self: RawRepresentable, RawValue: NodeValue {
  /// Reads a raw value that stands for one of this type.
  public init(decoding data: Payload) throws { self = try Self.fromRawValue(in: data) }

  /// Writes the raw value.
  public func encoded() throws -> Payload { try rawValue.encoded() }
}

// A type that is `Codable`, too, is written as others expect it of an enumeration, and not as JSON.
extension NodeValue where Self: RawRepresentable & Codable, RawValue: NodeValue {
  /// Reads a raw value that stands for one of this type.
  public init(decoding data: Payload) throws { self = try Self.fromRawValue(in: data) }

  /// Writes the raw value.
  public func encoded() throws -> Payload { try rawValue.encoded() }
}

extension RawRepresentable where RawValue: NodeValue {
  fileprivate static func fromRawValue(in data: Payload) throws -> Self {
    guard let value = Self(rawValue: try RawValue(decoding: data)) else {
      throw MalformedValue(data, isNo: "\(Self.self)")
    }
    return value
  }
}
