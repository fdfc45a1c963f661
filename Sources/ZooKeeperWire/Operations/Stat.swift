package import ZooKeeperModel

extension Stat: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    let czxid = try reader.int64("czxid")
    let mzxid = try reader.int64("mzxid")
    let ctime = try reader.int64("ctime")
    let mtime = try reader.int64("mtime")
    let version = try reader.int32("version")
    let cversion = try reader.int32("cversion")
    let aversion = try reader.int32("aversion")
    let owner = try reader.int64("ephemeralOwner")
    let dataLength = try reader.int32("dataLength")
    let numChildren = try reader.int32("numChildren")
    let pzxid = try reader.int64("pzxid")
    self.init(
      czxid: Zxid(rawValue: czxid), mzxid: Zxid(rawValue: mzxid), pzxid: Zxid(rawValue: pzxid),
      ctime: Timestamp(millisecondsSinceEpoch: ctime),
      mtime: Timestamp(millisecondsSinceEpoch: mtime), owner: SessionID(rawValue: owner),
      version: Version(rawValue: version), cversion: Version(rawValue: cversion),
      aversion: Version(rawValue: aversion), dataLength: dataLength, numChildren: numChildren)
  }

  package func encode(to writer: inout JuteWriter) {
    writer.int64(czxid.rawValue)
    writer.int64(mzxid.rawValue)
    writer.int64(ctime.millisecondsSinceEpoch)
    writer.int64(mtime.millisecondsSinceEpoch)
    writer.int32(version.rawValue)
    writer.int32(cversion.rawValue)
    writer.int32(aversion.rawValue)
    writer.int64(owner.rawValue)
    writer.int32(dataLength)
    writer.int32(numChildren)
    writer.int64(pzxid.rawValue)
  }
}
