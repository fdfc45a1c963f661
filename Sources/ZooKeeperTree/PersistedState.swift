package import ZooKeeperModel

/// A node as it is stored in a snapshot.
package struct PersistedNode: Hashable, Sendable {
  /// The root is stored under the empty path.
  package var path: String
  package var data: [UInt8]?
  /// The number of its access control list in the snapshot's table.
  package var aclID: Int64
  package var stat: PersistedStat

  /// Stands for the list that allows everybody everything, which is in no table.
  package static let openACL: Int64 = -1

  package init(path: String, data: [UInt8]?, aclID: Int64, stat: PersistedStat) {
    self.path = path
    self.data = data
    self.aclID = aclID
    self.stat = stat
  }
}

/// What is stored of a stat. It differs from what clients see: `cversion` counts only the creation
/// of children, and `ephemeralOwner` also says what kind of node it is.
package struct PersistedStat: Hashable, Sendable {
  package var czxid: Zxid
  package var mzxid: Zxid
  package var pzxid: Zxid
  package var ctime: Timestamp
  package var mtime: Timestamp
  package var version: Int32
  package var cversion: Int32
  package var aversion: Int32
  package var ephemeralOwner: Int64

  package init(
    czxid: Zxid = .zero, mzxid: Zxid = .zero, pzxid: Zxid = .zero,
    ctime: Timestamp = Timestamp(millisecondsSinceEpoch: 0),
    mtime: Timestamp = Timestamp(millisecondsSinceEpoch: 0), version: Int32 = 0,
    cversion: Int32 = 0, aversion: Int32 = 0, ephemeralOwner: Int64 = 0
  ) {
    self.czxid = czxid
    self.mzxid = mzxid
    self.pzxid = pzxid
    self.ctime = ctime
    self.mtime = mtime
    self.version = version
    self.cversion = cversion
    self.aversion = aversion
    self.ephemeralOwner = ephemeralOwner
  }
}

/// A session as it is stored in a snapshot.
package struct PersistedSession: Hashable, Sendable {
  package var id: SessionID
  package var timeoutMilliseconds: Int32

  package init(id: SessionID, timeoutMilliseconds: Int32) {
    self.id = id
    self.timeoutMilliseconds = timeoutMilliseconds
  }
}

/// A numbered access control list as it is stored in a snapshot.
package struct PersistedACL: Hashable, Sendable {
  package var id: Int64
  package var acl: [ACL]

  package init(id: Int64, acl: [ACL]) {
    self.id = id
    self.acl = acl
  }
}
