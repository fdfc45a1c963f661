import ZooKeeperWire

/// What every file of ours begins with.
struct FileHeader: JuteRecord, Hashable {
  static let byteCount = 16
  static let version: Int32 = 2

  /// Four letters that say what kind of file it is.
  let magic: Int32
  var version = FileHeader.version
  /// Apache means it to tell databases apart, and leaves it at one value for each kind of file.
  let databaseID: Int64

  /// `ZKLG`
  static let log = FileHeader(magic: 0x5A4B_4C47, databaseID: 0)
  /// `ZKSN`
  static let snapshot = FileHeader(magic: 0x5A4B_534E, databaseID: -1)

  private init(magic: Int32, databaseID: Int64) {
    self.magic = magic
    self.databaseID = databaseID
  }

  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    magic = try reader.int32("magic")
    version = try reader.int32("version")
    databaseID = try reader.int64("dbid")
  }

  func encode(to writer: inout JuteWriter) {
    writer.int32(magic)
    writer.int32(version)
    writer.int64(databaseID)
  }

  /// What is wrong with it, compared with the header that is expected.
  func fault(expecting expected: FileHeader) -> FileDamage.Reason? {
    if magic != expected.magic { return .wrongMagic }
    return version == expected.version ? nil : .unsupportedVersion(version)
  }
}
