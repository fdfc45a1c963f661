/// Why a text is no path of a node.
public struct InvalidPath: Error, Hashable, Sendable {
  /// The first thing that is wrong; offsets count bytes of UTF-8 from the start.
  public enum Reason: Hashable, Sendable {
    /// There is nothing.
    case empty
    /// The first character is not a slash.
    case notAbsolute
    /// The last character is a slash.
    case trailingSlash
    /// Two slashes follow each other.
    case emptyName(at: Int)
    /// A name is more than one name.
    case slashInName(at: Int)
    /// A name is `.` or `..`.
    case relativeName(at: Int)
    /// A character that ZooKeeper does not store.
    case forbiddenCharacter(Unicode.Scalar, at: Int)
  }

  /// The text that was given.
  public let path: String
  /// The first thing that is wrong with it.
  public let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension InvalidPath: CustomStringConvertible {
  /// What is wrong, where, and what to do about it.
  public var description: String {
    "invalid path \(path.debugDescription): \(reason)"
  }
}

extension InvalidPath.Reason: CustomStringConvertible {
  /// What is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .empty:
      "it is empty"
    case .notAbsolute:
      "it must start with a slash"
    case .trailingSlash:
      "it must not end with a slash"
    case .emptyName(let offset):
      "the name at byte \(offset) is empty: two slashes follow each other"
    case .slashInName(let offset):
      "the slash at byte \(offset) cannot be part of a name"
    case .relativeName(let offset):
      "the name at byte \(offset) is relative; paths cannot contain . or .. as a name"
    case .forbiddenCharacter(let scalar, let offset):
      "the character U+\(hex(scalar)) at byte \(offset) cannot be part of a path"
    }
  }

  private func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
