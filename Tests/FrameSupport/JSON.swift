import Foundation

/// A value as peers report it: what they did and saw, in their own words.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Int64)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  package init(parsing text: some StringProtocol) throws {
    self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  }

  package subscript(key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  package var keys: Set<String> {
    if case .object(let members) = self { Set(members.keys) } else { [] }
  }

  package var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// Whether this says everything that `other` says, and perhaps more in its objects.
  package func includes(_ other: JSON) -> Bool {
    switch (self, other) {
    case (.object(let mine), .object(let theirs)):
      theirs.allSatisfy { key, value in mine[key]?.includes(value) ?? false }
    case (.list(let mine), .list(let theirs)):
      mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.includes($1) }
    // Texts are compared by their bytes, as ZooKeeper does.
    case (.text(let mine), .text(let theirs)):
      mine.utf8.elementsEqual(theirs.utf8) || JSON.asJavaReads(mine).elementsEqual(theirs.utf16)
    default: self == other
    }
  }

  /// Java writes a character beyond U+FFFF as two surrogates, and reads U+FFFD for each of them.
  private static func asJavaReads(_ text: String) -> [UInt16] {
    text.utf16.map { UTF16.isSurrogate($0) ? 0xFFFD : $0 }
  }
}

extension JSON: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }
}
