package import ZooKeeperModel

extension SetWatchesRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      relativeZxid: Zxid(rawValue: try reader.int64("relativeZxid")),
      dataWatches: try reader.strings("dataWatches"),
      existWatches: try reader.strings("existWatches"),
      childWatches: try reader.strings("childWatches"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int64(relativeZxid.rawValue)
    writer.strings(dataWatches)
    writer.strings(existWatches)
    writer.strings(childWatches)
  }
}

extension SetWatches2Request: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      oneShot: try SetWatchesRequest(from: &reader),
      persistentWatches: try reader.strings("persistentWatches"),
      persistentRecursiveWatches: try reader.strings("persistentRecursiveWatches"))
  }

  package func encode(to writer: inout JuteWriter) {
    oneShot.encode(to: &writer)
    writer.strings(persistentWatches)
    writer.strings(persistentRecursiveWatches)
  }
}

extension AddWatchRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"), mode: AddWatchMode(rawValue: try reader.int32("mode")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.int32(mode.rawValue)
  }
}

extension WatcherRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      path: try reader.string("path"), kind: WatcherKind(rawValue: try reader.int32("type")))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.string(path)
    writer.int32(kind.rawValue)
  }
}

extension WatcherEvent: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      kind: WatchEventKind(rawValue: try reader.int32("type")),
      state: KeeperState(rawValue: try reader.int32("state")),
      path: try reader.string("path"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int32(kind.rawValue)
    writer.int32(state.rawValue)
    writer.string(path)
  }
}
