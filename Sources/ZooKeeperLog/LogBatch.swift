package import ZooKeeperModel
package import ZooKeeperTree
import ZooKeeperWire

/// Transactions that go to the disk together, as the bytes that they will be there.
///
/// One batch gathers while the one before it is synced. Used again and again, it allocates nothing.
package struct LogBatch: ~Copyable, Sendable {
  private var writer = JuteWriter()
  package private(set) var count = 0
  /// The first transaction; it names the file that the batch may begin.
  package private(set) var firstZxid: Zxid?
  package private(set) var lastZxid: Zxid?

  package init() {}

  package var isEmpty: Bool { count == 0 }

  package var byteCount: Int { writer.buffer.count }

  package var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get { writer.bytes }
  }

  package mutating func append(_ transaction: Transaction) {
    let start = writer.buffer.count
    // Checksum and length are known afterwards.
    writer.int64(0)
    writer.frame { LogRecord.encode(transaction, to: &$0) }
    let checksum = Checksum.adler32(
      writer.bytes.extracting((start + LogEntry.prefixBytes)...))
    // The checksum takes 64 bits, of which Adler-32 fills the lower half.
    writer.buffer.patch(bigEndian: Int32(bitPattern: checksum), at: start + 4)
    writer.buffer.append(bigEndian: LogEntry.end)
    count += 1
    if firstZxid == nil { firstZxid = transaction.zxid }
    lastZxid = transaction.zxid
  }

  /// Forgets the transactions and keeps the memory.
  package mutating func removeAll() {
    writer.removeAll()
    count = 0
    firstZxid = nil
    lastZxid = nil
  }
}

/// What stands around each record in a log.
enum LogEntry {
  /// Bytes of checksum and length.
  static let prefixBytes = 12
  /// What follows a record that was written to its end, the letter B.
  static let end: UInt8 = 0x42
}
