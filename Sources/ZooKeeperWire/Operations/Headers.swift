package import ZooKeeperModel

extension RequestHeader: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      xid: Xid(rawValue: try reader.int32("xid")),
      operation: OpCode(rawValue: try reader.int32("type")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int32(xid.rawValue)
    writer.int32(operation.rawValue)
  }
}

extension ReplyHeader: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      xid: Xid(rawValue: try reader.int32("xid")),
      zxid: Zxid(rawValue: try reader.int64("zxid")),
      error: ErrorCode(rawValue: try reader.int32("err")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int32(xid.rawValue)
    writer.int64(zxid.rawValue)
    writer.int32(error.rawValue)
  }
}
