package import ZooKeeperModel

/// The tree itself: what every server of an ensemble agrees on, and nothing about who is asking.
///
/// Reading never fails but by absence; changes come in as transactions that were decided before, so
/// applying them cannot fail either.
package struct DataTree: Sendable {
  /// What the tree must be told once, because it cannot be seen from the data.
  package struct Options: Sendable {
    /// Whether an owner of the right form stands for a time to live (Apache's
    /// `zookeeper.extendedTypesEnabled`).
    package var extendedTypes: Bool
    /// CRC-32, for the digest of the tree; nil switches digests off.
    package var checksum: NodeChecksum?
    /// What nobody who chooses names may know.
    package var hashKey: UInt64

    package init(extendedTypes: Bool = false, checksum: NodeChecksum?, hashKey: UInt64) {
      self.extendedTypes = extendedTypes
      self.checksum = checksum
      self.hashKey = hashKey
    }
  }

  let options: Options
  var nodes: NodeTable
  var acls = ACLTable()
  var ephemerals = EphemeralIndex()
  var selfEnding = SelfEndingIndex()
  var quotas = QuotaIndex()
  var digester: NodeDigester?
  /// Bytes of all paths and data, as Apache adds them up for monitoring.
  package internal(set) var approximateDataSize: Int64 = 0
  /// The last transaction that was applied.
  package internal(set) var lastZxid = Zxid.zero

  /// A tree as a new server has it.
  package init(_ options: Options) {
    self.options = options
    nodes = NodeTable(hashKey: options.hashKey)
    digester = options.checksum.map { NodeDigester(checksum: $0) }
    plantReservedNodes()
  }

  /// The sum over all nodes by which two trees can be compared; nil without digests.
  package var digest: TreeDigest? {
    digester.map { TreeDigest(value: $0.sum) }
  }

  /// How many nodes there are, as Apache counts them: the root has two names.
  package var reportedCount: Int {
    nodes.count + 1
  }
}

// Finding nodes.
extension DataTree {
  /// The node at a path; the empty path is a name of the root, as in Apache.
  package func find(_ path: String) -> NodeID? {
    let search = search(path)
    return search.isComplete ? search.deepest : nil
  }

  /// As far as a path leads.
  struct Search {
    /// The node, or the nearest ancestor that exists.
    var deepest: NodeID
    /// Where the first name that does not exist begins in the path's bytes; nil if all do.
    var missing: Int?

    var isComplete: Bool { missing == nil }
  }

  func search(_ path: String) -> Search {
    let bytes = path.utf8.span
    if bytes.isEmpty || (bytes.count == 1 && bytes[0] == DataTree.slash) {
      return Search(deepest: .root, missing: nil)
    }
    guard bytes[0] == DataTree.slash else { return Search(deepest: .root, missing: 0) }
    var node = NodeID.root
    var start = 1
    while true {
      var end = start
      while end < bytes.count && bytes[end] != DataTree.slash { end += 1 }
      guard let child = nodes.find(parent: node, name: bytes.extracting(start..<end)) else {
        return Search(deepest: node, missing: start)
      }
      node = child
      if end == bytes.count { return Search(deepest: node, missing: nil) }
      start = end + 1
    }
  }

  package func path(of id: NodeID) -> String {
    if id == .root { return "/" }
    var names: [String] = []
    var node = id
    while node != .root {
      names.append(nodes[node].name)
      node = nodes[node].parent
    }
    return names.reversed().reduce(into: "") { path, name in
      path += "/"
      path += name
    }
  }

  /// Splits a path at its last slash; nil where there is none. The parent of `/a` is empty.
  static func split(_ path: String) -> (parent: Substring, name: Substring)? {
    guard let last = path.utf8.lastIndex(of: slash) else { return nil }
    return (path[..<last], path[path.utf8.index(after: last)...])
  }

  private static var slash: UInt8 { UInt8(ascii: "/") }
}

// What clients may read.
extension DataTree {
  package func stat(_ id: NodeID) -> Stat {
    nodes[id].stat(extendedTypes: options.extendedTypes)
  }

  package func data(_ id: NodeID) -> [UInt8]? {
    nodes[id].data
  }

  package func acl(_ id: NodeID) -> [ACL] {
    acls.acl(nodes[id].acl)
  }

  package func kind(_ id: NodeID) -> NodeKind {
    NodeKind(storedOwner: nodes[id].storedOwner, extendedTypes: options.extendedTypes)
  }

  /// The last change that a reader of this node could have seen.
  package func lastTouched(_ id: NodeID) -> Zxid {
    nodes[id].lastTouched
  }

  /// The names of a node's children, in the order in which they were created.
  package func children(of id: NodeID) -> [String] {
    var names: [String] = []
    names.reserveCapacity(Int(nodes[id].childCount))
    var child = nodes[id].firstChild
    while child != .none {
      names.append(nodes[child].name)
      child = nodes[child].nextSibling
    }
    return names
  }

  /// How many nodes lie beneath a node, at any depth.
  package func descendantCount(of id: NodeID) -> Int {
    if id == .root { return nodes.count - 1 }
    var count = 0
    var node = nodes[id].firstChild
    while node != .none {
      count += 1
      node = next(after: node, within: id)
    }
    return count
  }

  /// The paths of a session's ephemeral nodes, in the order in which they were created.
  package func ephemeralPaths(of session: SessionID) -> [String] {
    ephemerals.nodes(of: session).map { path(of: $0) }
  }

  /// The next node, parents before children, that lies beneath `top`; `none` at the end.
  func next(after id: NodeID, within top: NodeID) -> NodeID {
    if nodes[id].firstChild != .none { return nodes[id].firstChild }
    var node = id
    while node != top {
      if nodes[node].nextSibling != .none { return nodes[node].nextSibling }
      node = nodes[node].parent
    }
    return .none
  }
}

// The nodes that every server has.
extension DataTree {
  private mutating func plantReservedNodes() {
    let root = nodes.insert(
      ZNode(name: "", data: [], acl: .open, stat: PersistedStat(), parent: .none))
    precondition(root == .root, "the first node is the root")
    let zookeeper = plant("zookeeper", under: .root)
    plant("quota", under: zookeeper)
    let config = plant("config", under: zookeeper)
    nodes[config].acl = acls.retain(AccessControl.readOnly.entries)
    // Apache sets this list with the version that asks for any, and stores it.
    nodes[config].aversion = -1
    for path in ["", "/zookeeper"] {
      refreshDigest(path)
    }
    for path in ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"] {
      approximateDataSize += Int64(path.utf8.count)
    }
  }

  @discardableResult
  private mutating func plant(_ name: String, under parent: NodeID) -> NodeID {
    link(name: name, data: [], acl: .open, stat: PersistedStat(), under: parent)
  }
}
