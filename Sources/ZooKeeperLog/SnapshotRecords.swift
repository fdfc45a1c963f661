package import ZooKeeperModel
package import ZooKeeperTree
import ZooKeeperWire

/// What may follow the nodes of a snapshot.
package struct SnapshotTail: Hashable, Sendable {
  package var digest: SnapshotDigest?
  /// The last transaction that was applied when the snapshot was finished, since 3.9.
  package var lastZxid: Zxid?

  package init(digest: SnapshotDigest? = nil, lastZxid: Zxid? = nil) {
    self.digest = digest
    self.lastZxid = lastZxid
  }
}

/// The digest of the tree after a transaction. A snapshot that was written while the tree changed
/// cannot have one of its own: replay compares when it comes to that transaction.
package struct SnapshotDigest: Hashable, Sendable {
  package var zxid: Zxid
  package var digest: TreeDigest

  package init(zxid: Zxid, digest: TreeDigest) {
    self.zxid = zxid
    self.digest = digest
  }

  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    zxid = Zxid(rawValue: try reader.int64("digest.zxid"))
    digest = TreeDigest(
      version: try reader.int32("digest.version"), value: try reader.int64("digest.digest"))
  }

  func encode(to writer: inout JuteWriter) {
    writer.int64(zxid.rawValue)
    digest.encode(to: &writer)
  }
}

/// The end of each part of a snapshot: the checksum of everything before it, and a word.
enum SnapshotSeal {
  /// A path that no node is stored under: the root's is empty.
  static let word = "/"
  static let byteCount = 8 + 4 + 1
  static let digestBytes = 20
  static let lastZxidBytes = 8

  /// What a whole snapshot ends with.
  static let lastBytes: [UInt8] = [0, 0, 0, 1, 0x2F]
}

extension PersistedSession {
  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      id: SessionID(rawValue: try reader.int64("session.id")),
      timeoutMilliseconds: try reader.int32("session.timeout"))
  }

  func encode(to writer: inout JuteWriter) {
    writer.int64(id.rawValue)
    writer.int32(timeoutMilliseconds)
  }
}

extension PersistedACL {
  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    let id = try reader.int64("acl.id")
    guard let acl = try reader.acl("acl") else {
      throw WireError(field: "acl", offset: reader.offset - 4, reason: .null)
    }
    self.init(id: id, acl: acl)
  }

  func encode(to writer: inout JuteWriter) {
    writer.int64(id)
    writer.acl(acl)
  }
}

extension PersistedNode {
  /// Reads a node; nil where the end of the nodes is marked.
  @inline(__always)
  @_lifetime(reader: copy reader)
  init?(from reader: inout JuteReader) throws(WireError) {
    let path = try reader.string("path")
    if path == SnapshotSeal.word { return nil }
    self.init(
      path: path, data: try reader.data("data"), aclID: try reader.int64("acl"),
      stat: try PersistedStat(from: &reader))
  }

  func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.data(data)
    writer.int64(aclID)
    stat.encode(to: &writer)
  }
}

extension PersistedStat {
  @inline(__always)
  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    self.init()
    czxid = Zxid(rawValue: try reader.int64("stat.czxid"))
    mzxid = Zxid(rawValue: try reader.int64("stat.mzxid"))
    ctime = Timestamp(millisecondsSinceEpoch: try reader.int64("stat.ctime"))
    mtime = Timestamp(millisecondsSinceEpoch: try reader.int64("stat.mtime"))
    version = try reader.int32("stat.version")
    cversion = try reader.int32("stat.cversion")
    aversion = try reader.int32("stat.aversion")
    ephemeralOwner = try reader.int64("stat.ephemeralOwner")
    pzxid = Zxid(rawValue: try reader.int64("stat.pzxid"))
  }

  func encode(to writer: inout JuteWriter) {
    writer.int64(czxid.rawValue)
    writer.int64(mzxid.rawValue)
    writer.int64(ctime.millisecondsSinceEpoch)
    writer.int64(mtime.millisecondsSinceEpoch)
    writer.int32(version)
    writer.int32(cversion)
    writer.int32(aversion)
    writer.int64(ephemeralOwner)
    writer.int64(pzxid.rawValue)
  }
}
