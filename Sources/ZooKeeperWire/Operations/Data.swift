package import ZooKeeperModel

extension SetDataRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"),
      data: try reader.data("data"),
      version: Version(rawValue: try reader.int32("version")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.data(data)
    writer.int32(version.rawValue)
  }
}

extension DataReply: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(data: try reader.data("data"), stat: try Stat(from: &reader))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.data(data)
    stat.encode(to: &writer)
  }
}
