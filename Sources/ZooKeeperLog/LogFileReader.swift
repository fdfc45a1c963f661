import ZooKeeperModel
package import ZooKeeperTree
import ZooKeeperWire

/// Reads the transactions of one log, in order.
package struct LogFileReader: ~Copyable {
  /// How a log ends.
  package enum End: Hashable, Sendable {
    /// After a whole record.
    case complete
    /// In the middle of a record that was being written when the power went.
    case torn(offset: Int)
  }

  /// Nil as long as there may be more.
  package private(set) var end: End?
  private var window: ReadWindow

  package init(_ path: String, on storage: any Storage) throws(RecoveryError) {
    let file = try RecoveryError.wrapping { () throws(StorageError) in try storage.open(path) }
    var window = ReadWindow(PlainSource(file), path: path)
    end = try Self.readHeader(in: &window) ? nil : .torn(offset: 0)
    self.window = window
  }

  /// False if the power went before anything was durable.
  private static func readHeader(in window: inout ReadWindow) throws(RecoveryError) -> Bool {
    guard try window.extend(to: FileHeader.byteCount),
      !window.bytes.extracting(..<FileHeader.byteCount).isZero
    else { return false }
    let header = try window.record { reader throws(WireError) in try FileHeader(from: &reader) }
    if let fault = header.fault(expecting: .log) {
      throw .damaged(FileDamage(window.path, at: 0, fault))
    }
    return true
  }

  /// The next transaction; nil at the end.
  package mutating func next() throws(RecoveryError) -> Transaction? {
    guard end == nil, let length = try payloadLength() else { return nil }
    let entryBytes = LogEntry.prefixBytes + length + 1
    guard try window.extend(to: entryBytes) else { return tear() }
    let transaction: Transaction
    do throws(FileDamage.Reason) {
      guard let whole = try Self.decode(window.bytes.extracting(..<entryBytes), at: window.offset)
      else { return tear() }
      transaction = whole
    } catch {
      throw window.damaged(error)
    }
    window.drop(entryBytes)
    return transaction
  }

  /// How long the next record is; nil if there is none.
  private mutating func payloadLength() throws(RecoveryError) -> Int? {
    guard try window.extend(to: LogEntry.prefixBytes) else {
      end = window.bytes.isZero ? .complete : .torn(offset: window.offset)
      return nil
    }
    let prefix = window.bytes.extracting(..<LogEntry.prefixBytes)
    if prefix.isZero {
      end = .complete
      return nil
    }
    guard let length = prefix.extracting(8...).bigEndianInt32, length != 0 else {
      end = .torn(offset: window.offset)
      return nil
    }
    guard length > 0, Int(length) <= LogLimits.recordBytesMax else {
      throw window.damaged(.unreasonableLength(length))
    }
    return Int(length)
  }

  /// Reads a whole entry; nil if not all of it reached the disk.
  private static func decode(
    _ entry: RawSpan, at offset: Int
  ) throws(FileDamage.Reason) -> Transaction? {
    guard entry.extracting(last: 1).firstByte == LogEntry.end else { return nil }
    let payload = entry.extracting(LogEntry.prefixBytes..<entry.byteCount - 1)
    let stored = entry.bigEndianInt64 ?? 0
    let computed = Checksum.adler32(payload)
    guard stored == Int64(computed) else {
      if SectorTear.isLikely(in: entry, at: offset) { return nil }
      throw .wrongChecksum(stored: stored, computed: computed)
    }
    var reader = JuteReader(payload, text: .repairing)
    return try LogRecord.decode(from: &reader)
  }

  private mutating func tear() -> Transaction? {
    end = .torn(offset: window.offset)
    return nil
  }
}
