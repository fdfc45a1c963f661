/// The place of a node in the tree, known to be well formed.
///
/// A literal is checked when it is used and a wrong one stops the program; text from users and
/// peers goes through `init(validating:)`.
public struct ZNodePath: Hashable, Sendable {
  /// The path as it travels: `/` or `/a/b`.
  public let text: String

  /// Checks a text from a user or a peer.
  public init(validating text: String) throws(InvalidPath) {
    if let reason = PathRules.violation(in: text) {
      throw InvalidPath(path: text, reason: reason)
    }
    self.text = text
  }

  private init(unchecked text: String) {
    self.text = text
  }

  /// The root of the tree.
  public static let root = ZNodePath(unchecked: "/")

  /// Whether this is the root of the tree.
  public var isRoot: Bool {
    text.utf8.count == 1
  }

  /// The path of a child.
  public static func / (parent: ZNodePath, name: ZNodeName) -> ZNodePath {
    ZNodePath(unchecked: parent.isRoot ? "/" + name.text : parent.text + "/" + name.text)
  }

  /// The node above; nil for the root.
  public var parent: ZNodePath? {
    guard !isRoot, let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return slash == text.startIndex ? .root : ZNodePath(unchecked: String(text[..<slash]))
  }

  /// The name within the node above; nil for the root.
  public var name: ZNodeName? {
    guard !isRoot, let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return ZNodeName(unchecked: String(text[text.utf8.index(after: slash)...]))
  }
}

extension ZNodePath {
  /// The same place as seen from the true root, for one who calls `root` the root.
  package func absolute(under root: ZNodePath) -> ZNodePath {
    if root.isRoot { return self }
    return isRoot ? root : ZNodePath(unchecked: root.text + text)
  }

  /// Whether this is a child of the other, or a child's child, and so on.
  package func isBeneath(_ other: ZNodePath) -> Bool {
    if other.isRoot { return !isRoot }
    let prefix = other.text.utf8
    return text.utf8.count > prefix.count && text.utf8.starts(with: prefix)
      && text.utf8.dropFirst(prefix.count).first == UInt8(ascii: "/")
  }

  /// This and everything above it but the root, from the top.
  package var andAncestors: [ZNodePath] {
    var line: [ZNodePath] = []
    var place: ZNodePath? = self
    while let here = place, !here.isRoot {
      line.append(here)
      place = here.parent
    }
    return line.reversed()
  }

  /// The same place for one who calls `root` the root, who sees nothing that is not beneath it.
  package func relative(to root: ZNodePath) -> ZNodePath {
    if root.isRoot { return self }
    let rest = text.utf8.dropFirst(root.text.utf8.count)
    return rest.isEmpty ? .root : ZNodePath(unchecked: String(Substring(rest)))
  }
}

extension ZNodePath {
  /// Compares bytes, as ZooKeeper does. Swift's strings call `é` and `e` with an accent equal;
  /// to ZooKeeper these are two nodes.
  public static func == (left: ZNodePath, right: ZNodePath) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }
}

extension ZNodePath: ExpressibleByStringLiteral {
  /// Takes a path from the source text; a wrong one is a mistake in the program and stops it.
  public init(stringLiteral text: StaticString) {
    do throws(InvalidPath) {
      try self.init(validating: text.description)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension ZNodePath: CustomStringConvertible {
  /// The path as it travels.
  public var description: String { text }
}
