/// A word of a command: bytes, because the data of a node need not be text.
struct Word: Hashable, Sendable {
  var bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(_ text: String) {
    bytes = [UInt8](text.utf8)
  }

  /// The word as text; nil unless it is UTF-8.
  var text: String? {
    String(validating: bytes, as: UTF8.self)
  }

  /// The word as complaints show it.
  var shown: String {
    String(decoding: bytes, as: UTF8.self)
  }
}

extension Word: ExpressibleByStringLiteral {
  init(stringLiteral text: String) {
    self.init(text)
  }
}
