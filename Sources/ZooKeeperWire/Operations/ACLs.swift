package import ZooKeeperModel

extension SetACLRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"),
      acl: try reader.acl("acl"),
      version: Version(rawValue: try reader.int32("version")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.acl(acl)
    writer.int32(version.rawValue)
  }
}

extension ACLReply: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(acl: try reader.acl("acl"), stat: try Stat(from: &reader))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.acl(acl)
    stat.encode(to: &writer)
  }
}

extension JuteReader {
  /// An access control list; nil for null, which no server accepts but any peer may send.
  @_lifetime(self: copy self)
  package mutating func acl(_ field: StaticString) throws(WireError) -> [ACL]? {
    try vector(field, itemBytesMin: 12) { reader throws(WireError) in
      let permissions = Permissions(rawValue: try reader.int32("perms"))
      let scheme = try reader.string("scheme")
      let id = try reader.optionalString("id")
      return ACL(permissions, for: Identity(scheme: scheme, sentID: id))
    }
  }
}

extension JuteWriter {
  package mutating func acl(_ entries: [ACL]?) {
    vector(entries) { writer, entry in
      writer.int32(entry.permissions.rawValue)
      writer.string(entry.identity.scheme)
      writer.optionalString(entry.identity.sentID)
    }
  }
}
