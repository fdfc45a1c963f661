import Testing
import ZooKeeperModel
import ZooKeeperTree

/// The tree against the simplest thing that could be right: a dictionary of paths.
@Suite struct TreeAgainstModelTests {
  /// Enough nodes to make slab and index grow, and names that share a home in the index.
  @Test(
    "thousands of random changes leave tree and dictionary alike",
    arguments: 1...8 as ClosedRange<UInt64>)
  func histories(_ seed: UInt64) {
    var random = RandomSource(seed: seed)
    var tree = DataTree(.init(checksum: sumOfBytes, hashKey: seed))
    var model = ModelTree()
    for step in 1...4_000 {
      let transaction = Transaction(
        session: SessionID(rawValue: Int64.random(in: 1...3, using: &random)), cxid: 0,
        zxid: Zxid(rawValue: Int64(step)), time: Timestamp(millisecondsSinceEpoch: Int64(step)),
        change: model.randomChange(using: &random))
      tree.apply(transaction) { _ in }
      model.apply(transaction)
      if step.isMultiple(of: 500) { compare(tree, model, step) }
    }
  }

  private func compare(_ tree: DataTree, _ model: ModelTree, _ step: Int) {
    #expect(tree.descendantCount(of: .root) == model.nodes.count + 3, "step \(step)")
    for (path, node) in model.nodes {
      guard let id = tree.find(path) else {
        Issue.record("step \(step): \(path) is missing")
        return
      }
      #expect(tree.data(id) == node.data)
      #expect(tree.acl(id) == node.acl)
      #expect(tree.children(of: id).sorted() == model.children(of: path).sorted())
      #expect(tree.stat(id).czxid == node.czxid)
      #expect(tree.path(of: id) == path)
    }
    for session in 1...3 {
      let id = SessionID(rawValue: Int64(session))
      let own = model.nodes.filter { $0.value.owner == id }.map(\.key)
      #expect(Set(tree.ephemeralPaths(of: id)) == Set(own))
    }
    #expect(tree.digest?.value == rebuilt(tree).digest?.value, "step \(step)")
  }

  /// The same nodes, put into a new tree: the digest must not depend on the way there.
  private func rebuilt(_ tree: DataTree) -> DataTree {
    var copy = DataTree(.init(checksum: sumOfBytes, hashKey: 99))
    let lists = Dictionary(uniqueKeysWithValues: tree.persistedACLs.map { ($0.id, $0.acl) })
    var cursor = SnapshotCursor()
    while let node = cursor.next(in: tree) {
      let acl = lists[node.aclID] ?? AccessControl.open.entries
      let hasPlace = copy.restore(node, acl: acl)
      #expect(hasPlace, "\(node.path)")
    }
    return copy
  }

  /// No CRC, but as good for comparing sums.
  private var sumOfBytes: NodeChecksum {
    { seed, bytes in bytes.indices.reduce(seed) { ($0 &* 31) &+ UInt32(bytes[$1]) } }
  }
}

/// A tree that is only a dictionary.
struct ModelTree {
  struct Node {
    var data: [UInt8]?
    var acl: [ACL]
    var czxid: Zxid
    var owner: SessionID?
  }

  var nodes: [String: Node] = [:]
  private var created: Int32 = 0

  func children(of path: String) -> [String] {
    nodes.keys.compactMap { other in
      guard other.hasPrefix(path + "/") else { return nil }
      let rest = other.dropFirst(path.count + 1)
      return rest.contains("/") ? nil : String(rest)
    }
  }

  mutating func randomChange(using random: inout RandomSource) -> Change {
    let path = somePath(using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5:
      created += 1
      let lists = [AccessControl.open, .readOnly, AccessControl([ACL(.write, for: .anyone)])]
      let node = NodeCreation(
        path: path, data: [UInt8(truncatingIfNeeded: created)],
        acl: lists[Int(created) % lists.count].entries, parentCVersion: created)
      // Ephemeral nodes have no children, so only the deepest are.
      return .create(node, isEphemeral: path.utf8.count { $0 == UInt8(ascii: "/") } == 3)
    // Nobody may delete a node that has children.
    case 5..<8 where children(of: path).isEmpty: return .delete(path: path)
    case 5..<9: return .setData(path: path, data: nil, version: Version(rawValue: created))
    default:
      return Int.random(in: 0..<40, using: &random) == 0
        ? .closeSession(paths: nil)
        : .setACL(path: path, acl: AccessControl.readOnly.entries, version: Version(rawValue: 1))
    }
  }

  private func somePath(using random: inout RandomSource) -> String {
    let depth = Int.random(in: 1...3, using: &random)
    return (0..<depth).map { _ in "/n\(Int.random(in: 0..<12, using: &random))" }.joined()
  }

  mutating func apply(_ transaction: Transaction) {
    switch transaction.change {
    case .create(let node, let isEphemeral):
      let parent = String(node.path[..<(node.path.lastIndex(of: "/") ?? node.path.startIndex)])
      guard nodes[node.path] == nil, parent.isEmpty || nodes[parent] != nil else { return }
      nodes[node.path] = Node(
        data: node.data, acl: node.acl ?? [], czxid: transaction.zxid,
        owner: isEphemeral ? transaction.session : nil)
    case .delete(let path): delete(path)
    case .setData(let path, let data, _): nodes[path]?.data = data
    case .setACL(let path, let acl, _): nodes[path]?.acl = acl ?? []
    case .closeSession:
      let own = nodes.filter { $0.value.owner == transaction.session }.keys
      for path in own { delete(path) }
    default: break
    }
  }

  private mutating func delete(_ path: String) {
    nodes[path] = nil
  }
}
