/// A text as `java.util.Properties` reads it, which is how zoo.cfg is written.
///
/// Keys and values are told apart by the first `=`, `:` or blank. A backslash takes the next
/// character as it is, or begins `\t`, `\n`, `\r`, `\f` or `\uXXXX`.
package struct JavaProperties: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: String
    /// The number of the line it begins in, counted from 1.
    package let line: Int
  }

  /// A `\u` without the four hexadecimal digits that make it a character.
  package struct MalformedCharacter: Error, Hashable, Sendable {
    package let line: Int
  }

  /// In the order of the text, repetitions included; Java takes the last one of a key.
  package private(set) var entries: [Entry] = []

  package init(parsing text: String) throws(MalformedCharacter) {
    var lines = LogicalLines(text)
    while let line = lines.next() {
      entries.append(try Self.entry(line))
    }
  }

  private static func entry(_ line: LogicalLine) throws(MalformedCharacter) -> Entry {
    let units = line.units[...]
    let key = units.prefix(endingBefore: { $0.isBlank || $0.isSeparator })
    var value = units[key.endIndex...].drop(while: \.isBlank)
    if let first = value.first, first.isSeparator {
      value = value.dropFirst().drop(while: \.isBlank)
    }
    return Entry(
      key: try unescaped(key, in: line), value: try unescaped(value, in: line), line: line.number)
  }

  private static func unescaped(
    _ units: ArraySlice<UInt16>, in line: LogicalLine
  ) throws(MalformedCharacter) -> String {
    var result: [UInt16] = []
    var rest = units
    while let unit = rest.popFirst() {
      guard unit == .backslash, let escaped = rest.popFirst() else {
        // What is left of a backslash at the end of the text is nothing.
        if unit != .backslash { result.append(unit) }
        continue
      }
      if escaped == UInt16(ascii: "u") {
        guard let character = UInt16(hexadecimal: rest.prefix(4)) else {
          throw MalformedCharacter(line: line.number)
        }
        result.append(character)
        rest = rest.dropFirst(4)
      } else {
        result.append(escaped.unescaped)
      }
    }
    return String(decoding: result, as: UTF16.self)
  }
}

extension ArraySlice<UInt16> {
  /// What comes before the first unit that ends it; one behind a backslash does not.
  fileprivate func prefix(endingBefore isEnd: (UInt16) -> Bool) -> ArraySlice<UInt16> {
    var end = startIndex
    while end < endIndex, !isEnd(self[end]) {
      end += self[end] == .backslash ? 2 : 1
    }
    return self[..<Swift.min(end, endIndex)]
  }
}

extension UInt16 {
  static let backslash = UInt16(ascii: "\\")
  static let lineFeed = UInt16(ascii: "\n")
  static let carriageReturn = UInt16(ascii: "\r")
  private static let formFeed: UInt16 = 0x0C

  init(ascii scalar: Unicode.Scalar) {
    self.init(UInt8(ascii: scalar))
  }

  /// Four digits, or nil.
  fileprivate init?(hexadecimal digits: ArraySlice<UInt16>) {
    let text = String(decoding: digits, as: UTF16.self)
    // A sign would be read as well.
    guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit) else { return nil }
    self.init(text, radix: 16)
  }

  /// A space within a line, as Java counts them here.
  var isBlank: Bool {
    self == UInt16(ascii: " ") || self == UInt16(ascii: "\t") || self == .formFeed
  }

  fileprivate var isSeparator: Bool {
    self == UInt16(ascii: "=") || self == UInt16(ascii: ":")
  }

  /// What it means behind a backslash.
  fileprivate var unescaped: UInt16 {
    switch self {
    case UInt16(ascii: "t"): UInt16(ascii: "\t")
    case UInt16(ascii: "n"): .lineFeed
    case UInt16(ascii: "r"): .carriageReturn
    case UInt16(ascii: "f"): .formFeed
    default: self
    }
  }
}
