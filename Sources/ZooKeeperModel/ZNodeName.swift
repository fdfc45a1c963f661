/// The name of a node within its parent: one component of a path.
public struct ZNodeName: Hashable, Sendable {
  /// The name as it travels.
  public let text: String

  /// Checks a text from a user or a peer.
  public init(validating text: String) throws(InvalidPath) {
    if let reason = ZNodeName.violation(in: text) {
      throw InvalidPath(path: text, reason: reason)
    }
    self.text = text
  }

  // A name is wrong where the path of a child of the root would be, one byte earlier.
  private static func violation(in text: String) -> InvalidPath.Reason? {
    if text.isEmpty { return .empty }
    if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) {
      return .slashInName(at: text.utf8.distance(from: text.utf8.startIndex, to: slash))
    }
    switch PathRules.violation(in: "/" + text) {
    case .relativeName(let offset): return .relativeName(at: offset - 1)
    case .forbiddenCharacter(let scalar, let offset):
      return .forbiddenCharacter(scalar, at: offset - 1)
    case let other: return other
    }
  }

  @inlinable
  package init(unchecked text: String) {
    self.text = text
  }

  /// The number behind a known prefix of a sequential node's name.
  public func sequence(after prefix: String) -> SequenceNumber? {
    SequenceNumber(of: text, after: prefix)
  }

  /// The number at the end of a sequential node's name, if `marker` stands right in front of it.
  /// What comes before is the business of whoever created the node.
  public func sequence(behind marker: String) -> SequenceNumber? {
    for width in [SequenceNumber.width, SequenceNumber.width + 1] {
      let front = text.utf8.dropLast(width)
      guard front.suffix(marker.utf8.count).elementsEqual(marker.utf8) else { continue }
      if let number = SequenceNumber(written: text.utf8[front.endIndex...]) { return number }
    }
    return nil
  }
}

extension ZNodeName {
  /// Compares bytes, as ZooKeeper does. Swift's strings call `é` and `e` with an accent equal;
  /// to ZooKeeper these are two nodes.
  public static func == (left: ZNodeName, right: ZNodeName) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }
}

extension ZNodeName: ExpressibleByStringLiteral {
  /// Takes a name from the source text; a wrong one is a mistake in the program and stops it.
  public init(stringLiteral text: StaticString) {
    do throws(InvalidPath) {
      try self.init(validating: text.description)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension ZNodeName: CustomStringConvertible {
  /// The name as it travels.
  public var description: String { text }
}
