import ZooKeeperModel
package import ZooKeeperTree
package import ZooKeeperWire

/// A transaction as it stands in the log: a header, what the change is made of, and the digest.
package enum LogRecord {
  /// Bytes of the digest that may end a record.
  static let digestBytes = 12

  @_lifetime(reader: copy reader)
  package static func decode(
    from reader: inout JuteReader
  ) throws(FileDamage.Reason) -> Transaction {
    let header: TransactionHeader
    let change: Change?
    let digest: TreeDigest?
    do throws(WireError) {
      header = try TransactionHeader(from: &reader)
      change = try Change(header.type, from: &reader)
      digest = change == nil || reader.remaining == 0 ? nil : try TreeDigest(from: &reader)
    } catch {
      throw .malformed(error)
    }
    guard let change else { throw .unknownTransaction(type: header.type.rawValue) }
    guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
    return Transaction(
      session: header.session, cxid: header.cxid, zxid: header.zxid, time: header.time,
      change: change, digest: digest)
  }

  package static func encode(_ transaction: Transaction, to writer: inout JuteWriter) {
    let header = TransactionHeader(
      session: transaction.session, cxid: transaction.cxid, zxid: transaction.zxid,
      time: transaction.time, type: transaction.change.type)
    header.encode(to: &writer)
    transaction.change.encode(to: &writer)
    transaction.digest?.encode(to: &writer)
  }
}

/// Who changed what kind of thing, and when.
struct TransactionHeader: JuteRecord {
  var session: SessionID
  var cxid: Int32
  var zxid: Zxid
  var time: Timestamp
  var type: OpCode

  init(session: SessionID, cxid: Int32, zxid: Zxid, time: Timestamp, type: OpCode) {
    self.session = session
    self.cxid = cxid
    self.zxid = zxid
    self.time = time
    self.type = type
  }

  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    session = SessionID(rawValue: try reader.int64("clientId"))
    cxid = try reader.int32("cxid")
    zxid = Zxid(rawValue: try reader.int64("zxid"))
    time = Timestamp(millisecondsSinceEpoch: try reader.int64("time"))
    type = OpCode(rawValue: try reader.int32("type"))
  }

  func encode(to writer: inout JuteWriter) {
    writer.int64(session.rawValue)
    writer.int32(cxid)
    writer.int64(zxid.rawValue)
    writer.int64(time.millisecondsSinceEpoch)
    writer.int32(type.rawValue)
  }
}

extension TreeDigest {
  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      version: try reader.int32("digest.version"), value: try reader.int64("digest.treeDigest"))
  }

  func encode(to writer: inout JuteWriter) {
    writer.int32(version)
    writer.int64(value)
  }
}
