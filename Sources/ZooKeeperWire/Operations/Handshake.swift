package import ZooKeeperModel

extension ConnectRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      protocolVersion: try reader.int32("protocolVersion"),
      lastZxidSeen: Zxid(rawValue: try reader.int64("lastZxidSeen")),
      timeoutMilliseconds: try reader.int32("timeOut"),
      sessionID: SessionID(rawValue: try reader.int64("sessionId")),
      password: try reader.secret("passwd"),
      readOnly: try reader.trailingBool("readOnly"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int32(protocolVersion)
    writer.int64(lastZxidSeen.rawValue)
    writer.int32(timeoutMilliseconds)
    writer.int64(sessionID.rawValue)
    writer.secret(password)
    writer.trailingBool(readOnly)
  }
}

extension ConnectReply: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      protocolVersion: try reader.int32("protocolVersion"),
      timeoutMilliseconds: try reader.int32("timeOut"),
      sessionID: SessionID(rawValue: try reader.int64("sessionId")),
      password: try reader.secret("passwd"),
      readOnly: try reader.trailingBool("readOnly"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int32(protocolVersion)
    writer.int32(timeoutMilliseconds)
    writer.int64(sessionID.rawValue)
    writer.secret(password)
    writer.trailingBool(readOnly)
  }
}

// The field came with read-only mode; older peers end the frame before it.
extension JuteReader {
  @_lifetime(self: copy self)
  fileprivate mutating func trailingBool(_ field: StaticString) throws(WireError) -> Bool? {
    remaining == 0 ? nil : try bool(field)
  }
}

extension JuteWriter {
  fileprivate mutating func trailingBool(_ value: Bool?) {
    if let value { bool(value) }
  }
}
