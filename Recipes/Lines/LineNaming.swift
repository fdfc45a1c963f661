import ZooKeeper

/// How the nodes of a line are named. Programs with other libraries stand in the same line if they
/// name theirs alike.
struct LineNaming: Hashable, Sendable {
  /// How the part is written that only one node has.
  enum Style: Hashable, Sendable {
    /// `_c_01234567-89ab-cdef-0123-456789abcdef`
    case curator
    /// `0123456789abcdef0123456789abcdef`
    case kazoo
  }

  /// What stands in front of the number of those who want it for themselves.
  var exclusive: String
  /// What stands in front of the number of those who share it with each other; nil where nobody
  /// shares.
  var shared: String?
  var style: Style
  /// What stands there instead, and ends alike, where we write to our node when we do not wait any
  /// more: so that whoever stands behind knows whether to wait for that; nil where nobody does.
  var telling: String?

  static func curator(
    _ exclusive: String, shared: String? = nil, telling: String? = nil
  ) -> LineNaming {
    LineNaming(exclusive: exclusive, shared: shared, style: .curator, telling: telling)
  }

  static func kazoo(_ exclusive: String, shared: String? = nil) -> LineNaming {
    LineNaming(exclusive: exclusive, shared: shared, style: .kazoo)
  }

  /// The beginning of a name that nobody else uses, so that a node is found whose creation got no
  /// answer.
  func uniquePart(_ digits: String) -> String {
    switch style {
    case .kazoo: return digits
    case .curator:
      var parts: [Substring] = []
      var rest = digits[...]
      for length in [8, 4, 4, 4, 12] {
        parts.append(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      return "_c_" + parts.joined(separator: "-")
    }
  }

  func marker(shares: Bool) -> String {
    shares ? shared ?? exclusive : telling ?? exclusive
  }

  /// Whether the one with this node says so when it does not wait any more.
  func tells(_ name: ZNodeName) -> Bool {
    telling.map { name.sequence(behind: $0) != nil } ?? false
  }
}

/// One who stands in a line, as the name of the node tells.
struct Stander: Hashable, Sendable {
  let name: ZNodeName
  let number: SequenceNumber
  let shares: Bool

  /// Nil for nodes that have nothing to do with the line: they are let be.
  init?(_ name: ZNodeName, _ naming: LineNaming) {
    if let number = name.sequence(behind: naming.exclusive) {
      self.number = number
      shares = false
    } else if let marker = naming.shared, let number = name.sequence(behind: marker) {
      self.number = number
      shares = true
    } else {
      return nil
    }
    self.name = name
  }

  /// Whether it came earlier. Numbers begin anew below zero when they end, so that the smaller one
  /// is not always the earlier; but no line is half as long as there are numbers.
  func precedes(_ other: Stander) -> Bool {
    other.number.rawValue &- number.rawValue > 0
  }
}
