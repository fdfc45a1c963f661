/// The data of a node: bytes, which are often text.
///
/// A literal is text, with or without values in it: `"ready"`, `"\(count) jobs"`. Other bytes come
/// from any collection of them: `Payload(data)`.
public struct Payload: Hashable, Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// Takes the bytes as they are.
  @inlinable
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Copies bytes out of another collection.
  @inlinable
  public init(_ bytes: some Collection<UInt8>) {
    self.init([UInt8](bytes))
  }

  /// The UTF-8 form of a text.
  public init(_ text: String) {
    self.init([UInt8](text.utf8))
  }

  /// No bytes. A node that was created with null for its data reads like this, too.
  public static let empty = Payload([UInt8]())

  /// The bytes as text; nil unless they are UTF-8.
  public var text: String? {
    String(validating: bytes, as: UTF8.self)
  }
}

extension Payload: RandomAccessCollection {
  /// Always zero.
  @inlinable public var startIndex: Int { 0 }
  /// The number of bytes.
  @inlinable public var endIndex: Int { bytes.count }
  /// The byte at an offset.
  @inlinable public subscript(offset: Int) -> UInt8 { bytes[offset] }
}

extension Payload: ExpressibleByStringInterpolation {
  /// The UTF-8 form of a text.
  public init(stringLiteral text: String) {
    self.init(text)
  }
}

extension Payload: CustomStringConvertible {
  /// The text, or how many bytes there are where they are none.
  public var description: String {
    text ?? "\(bytes.count) bytes"
  }
}
