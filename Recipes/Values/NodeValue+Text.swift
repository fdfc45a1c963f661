public import ZooKeeper

/// Why some data is no value of a kind, without a word of the data.
struct MalformedValue: Error, CustomStringConvertible {
  let description: String

  init(_ data: Payload, isNo kind: String) {
    description = "no \(kind) in \(data.count) bytes"
  }
}

extension Payload: NodeValue {
  /// Takes the bytes as they are.
  public init(decoding data: Payload) {
    self = data
  }

  /// The bytes as they are.
  public func encoded() -> Payload { self }
}

extension String: NodeValue {
  /// Reads UTF-8.
  public init(decoding data: Payload) throws {
    guard let text = data.text else { throw MalformedValue(data, isNo: "UTF-8") }
    self = text
  }

  /// Writes UTF-8.
  public func encoded() -> Payload { Payload(self) }
}

extension Bool: NodeValue {
  /// Reads `true` or `false`.
  public init(decoding data: Payload) throws {
    guard let value = data.text.flatMap({ Bool($0) }) else {
      throw MalformedValue(data, isNo: "true or false")
    }
    self = value
  }

  /// Writes `true` or `false`.
  public func encoded() -> Payload { Payload(description) }
}

// The numbers of the library are `Codable`, too: the narrower rule says how they are written.
extension NodeValue where Self: FixedWidthInteger & Codable {
  /// Reads decimal digits.
  public init(decoding data: Payload) throws {
    guard let value = data.text.flatMap({ Self($0) }) else {
      throw MalformedValue(data, isNo: "decimal \(Self.self)")
    }
    self = value
  }

  /// Writes decimal digits.
  public func encoded() -> Payload { Payload(description) }
}

extension Int: NodeValue {}
extension Int8: NodeValue {}
extension Int16: NodeValue {}
extension Int32: NodeValue {}
extension Int64: NodeValue {}
extension UInt: NodeValue {}
extension UInt8: NodeValue {}
extension UInt16: NodeValue {}
extension UInt32: NodeValue {}
extension UInt64: NodeValue {}

extension Double: NodeValue {
  /// Reads a decimal number, which may have an exponent.
  public init(decoding data: Payload) throws {
    guard let text = data.text, Double.isDecimal(text), let value = Double(text), value.isFinite
    else { throw MalformedValue(data, isNo: "decimal number") }
    self = value
  }

  /// Writes the shortest decimal number that reads as this one.
  ///
  /// - Throws: if it is infinite or no number.
  public func encoded() throws -> Payload {
    let data = Payload(description)
    guard isFinite else { throw MalformedValue(data, isNo: "decimal number") }
    return data
  }

  /// Swift reads hexadecimal numbers, too, which hardly anybody means.
  private static func isDecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
  }
}
