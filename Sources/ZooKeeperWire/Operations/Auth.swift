package import ZooKeeperModel

extension AuthRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      type: try reader.int32("type"),
      scheme: try reader.string("scheme"),
      credential: try reader.secret("auth"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int32(type)
    writer.string(scheme)
    writer.secret(credential)
  }
}

extension SASLToken: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(token: try reader.secret("token"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.secret(token)
  }
}

extension JuteReader {
  @_lifetime(self: copy self)
  package mutating func clientInfos(_ field: StaticString) throws(WireError) -> [ClientInfo]? {
    try vector(field, itemBytesMin: 8) { reader throws(WireError) in
      ClientInfo(scheme: try reader.string("authScheme"), user: try reader.string("user"))
    }
  }
}

extension JuteWriter {
  package mutating func clientInfos(_ infos: [ClientInfo]?) {
    vector(infos) { writer, info in
      writer.string(info.scheme)
      writer.string(info.user)
    }
  }
}
