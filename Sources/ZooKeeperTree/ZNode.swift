import ZooKeeperModel

/// A node as it lies in the slab: what is stored of it, and its links to its family.
///
/// 120 bytes, so that a million nodes of 100 bytes fit into 300 MB. Data and longer names lie on
/// the heap; names of up to 15 bytes lie within.
struct ZNode: Sendable {
  var name: String
  var data: [UInt8]?
  var czxid: Zxid
  var mzxid: Zxid
  var pzxid: Zxid
  /// The last change that a reader of this node could have seen; not stored.
  var lastTouched: Zxid
  var ctime: Timestamp
  var mtime: Timestamp
  var storedOwner: Int64
  var version: Int32
  var cversion: Int32
  var aversion: Int32
  var childCount: Int32
  var acl: ACLNumber
  /// The node's part in the digest of the tree.
  var digest: UInt32
  var parent: NodeID
  var firstChild: NodeID
  var nextSibling: NodeID
  /// The first child's leads to the last one, so that children can be listed in order of creation.
  var previousSibling: NodeID

  init(
    name: String, data: [UInt8]?, acl: ACLNumber, stat: PersistedStat, parent: NodeID
  ) {
    self.name = name
    self.data = data
    self.acl = acl
    self.parent = parent
    czxid = stat.czxid
    mzxid = stat.mzxid
    pzxid = stat.pzxid
    ctime = stat.ctime
    mtime = stat.mtime
    version = stat.version
    cversion = stat.cversion
    aversion = stat.aversion
    storedOwner = stat.ephemeralOwner
    lastTouched = stat.mzxid
    childCount = 0
    digest = 0
    firstChild = .none
    nextSibling = .none
    previousSibling = .none
  }

  /// Whether the node is gone and only its links are kept, for a snapshot that stands on it.
  var isRetired: Bool { childCount < 0 }

  /// What is stored of the stat.
  var persistedStat: PersistedStat {
    PersistedStat(
      czxid: czxid, mzxid: mzxid, pzxid: pzxid, ctime: ctime, mtime: mtime, version: version,
      cversion: cversion, aversion: aversion, ephemeralOwner: storedOwner)
  }

  /// What clients see.
  func stat(extendedTypes: Bool) -> Stat {
    let kind = NodeKind(storedOwner: storedOwner, extendedTypes: extendedTypes)
    return Stat(
      czxid: czxid, mzxid: mzxid, pzxid: pzxid, ctime: ctime, mtime: mtime,
      ephemeralOwner: kind.visibleOwner, version: Version(rawValue: version),
      // Stored are creations only; deletions follow from how many children are left.
      cversion: Version(rawValue: cversion &* 2 &- childCount),
      aversion: Version(rawValue: aversion), dataLength: Int32(data?.count ?? 0),
      numChildren: childCount)
  }
}
