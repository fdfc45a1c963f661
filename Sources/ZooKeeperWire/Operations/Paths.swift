package import ZooKeeperModel

extension PathRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(path: try reader.string("path"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
  }
}

extension ReadRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(path: try reader.string("path"), watch: try reader.bool("watch"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.bool(watch)
  }
}

extension VersionedRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"), version: Version(rawValue: try reader.int32("version")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.int32(version.rawValue)
  }
}

extension SyncRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(path: try reader.optionalString("path"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.optionalString(path)
  }
}

extension EphemeralsRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(prefix: try reader.optionalString("prefixPath"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.optionalString(prefix)
  }
}
