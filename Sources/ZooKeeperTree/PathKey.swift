import ZooKeeperModel

/// A path as a key: equal when its bytes are, unlike Swift's strings.
struct PathKey: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: PathKey, right: PathKey) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }

  /// The path and the paths above it, the nearest first, the root last.
  var withAncestors: [PathKey] {
    var keys = [self]
    var rest = text[...]
    while let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")), rest.utf8.count > 1 {
      rest = rest[..<slash]
      keys.append(PathKey(rest.isEmpty ? "/" : String(rest)))
    }
    return keys
  }
}
