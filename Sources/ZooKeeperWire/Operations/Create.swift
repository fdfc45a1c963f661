package import ZooKeeperModel

extension CreateRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"),
      data: try reader.data("data"),
      acl: try reader.acl("acl"),
      flags: CreateFlags(rawValue: try reader.int32("flags")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.data(data)
    writer.acl(acl)
    writer.int32(flags.rawValue)
  }
}

extension CreateTTLRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"),
      data: try reader.data("data"),
      acl: try reader.acl("acl"),
      flags: CreateFlags(rawValue: try reader.int32("flags")),
      ttlMilliseconds: try reader.int64("ttl"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.data(data)
    writer.acl(acl)
    writer.int32(flags.rawValue)
    writer.int64(ttlMilliseconds)
  }
}

extension CreateReply: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(path: try reader.string("path"), stat: try Stat(from: &reader))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    stat.encode(to: &writer)
  }
}
