import ZooKeeperModel

// The words of the house as peers write them: numbers plain, bytes in hex, null where they have it.

extension JSON {
  init(_ number: Int32) { self = .number(Int64(number)) }
  init(_ version: Version) { self.init(version.rawValue) }
  init(_ zxid: Zxid) { self = .number(zxid.rawValue) }
  init(_ session: SessionID) { self = .number(session.rawValue) }
  init(_ flag: Bool?) { self = flag.map { .bool($0) } ?? .null }
  init(_ text: String?) { self = text.map { .text($0) } ?? .null }
  init(_ texts: [String]?) { self = texts.map { .list($0.map { .text($0) }) } ?? .null }
  init(_ bytes: [UInt8]?) { self = bytes.map { .text($0.hex) } ?? .null }

  init(_ secret: Secret?) {
    self.init(secret?.withBytes { span in span.indices.map { span[$0] } })
  }

  init(_ acl: [ACL]?) {
    let entries = acl?.map { entry in
      JSON.list([
        .init(entry.permissions.rawValue), .text(entry.identity.scheme),
        .init(entry.identity.sentID),
      ])
    }
    self = entries.map { .list($0) } ?? .null
  }

  init(_ infos: [ClientInfo]?) {
    let entries = infos?.map { JSON.list([.text($0.scheme), .text($0.user)]) }
    self = entries.map { .list($0) } ?? .null
  }

  /// In the order of the wire.
  init(_ stat: Stat) {
    self = .list([
      .init(stat.czxid), .init(stat.mzxid), .number(stat.ctime.millisecondsSinceEpoch),
      .number(stat.mtime.millisecondsSinceEpoch), .init(stat.version), .init(stat.cversion),
      .init(stat.aversion), .init(stat.ephemeralOwner ?? SessionID(rawValue: 0)),
      .init(stat.dataLength), .init(stat.numChildren), .init(stat.pzxid),
    ])
  }
}
