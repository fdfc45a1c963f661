/// How closely a server looks at the path of a request before it looks at the tree.
///
/// Apache checks differently per operation, and clients can tell: an impossible path makes a create
/// fail with `badArguments`, while a read of it finds no node.
package enum ServerPathRule: Hashable, Sendable {
  /// Not at all: such a path simply names no node.
  case unchecked
  /// No NUL character.
  case withoutNul
  /// A slash and no NUL: the parent must be found before the rest is looked at. A create's whole
  /// path is checked as `valid` once the sequence number is appended.
  case withParent
  /// As `withParent`, and none of the nodes that must always exist.
  case deletable
  /// Everything that a client must observe.
  case valid

  package init(for operation: OpCode) {
    switch operation {
    case .create, .create2, .createContainer, .createTTL: self = .withParent
    case .delete, .deleteContainer: self = .deletable
    case .setData, .setACL, .check: self = .valid
    case .exists: self = .withoutNul
    default: self = .unchecked
    }
  }

  package func allows(_ path: String) -> Bool {
    switch self {
    case .unchecked: true
    case .withoutNul: !path.utf8.contains(0)
    case .withParent: path.utf8.contains(UInt8(ascii: "/")) && !path.utf8.contains(0)
    case .deletable:
      ServerPathRule.withParent.allows(path) && !ServerPathRule.indelible.contains(path)
    case .valid: PathRules.violation(in: path) == nil
    }
  }

  /// The nodes that every server has and nobody can delete.
  private static let indelible: Set<String> = [
    "/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config",
  ]
}
