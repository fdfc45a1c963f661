import ZooKeeperModel

/// The access control lists of a snapshot: which of the tree's numbers each of its numbers means.
struct RevivedLists: Sendable {
  private var numbers: [Int64: ACLNumber] = [:]

  /// Takes in a list, and keeps it in use while the nodes that have it are still to come.
  mutating func take(_ acl: PersistedACL, in tree: inout DataTree) {
    let number = tree.acls.retain(acl.acl)
    if let former = numbers.updateValue(number, forKey: acl.id) { tree.acls.release(former) }
  }

  func number(of id: Int64) -> ACLNumber? {
    id == PersistedNode.openACL ? .open : numbers[id]
  }

  /// Lets go of the lists that no node has.
  mutating func release(in tree: inout DataTree) {
    for (_, number) in numbers.sorted(by: { $0.key < $1.key }) { tree.acls.release(number) }
    numbers = [:]
  }
}
