import ZooKeeperModel
import ZooKeeperWire

/// Makes transactions durable: each batch with one write and one sync.
///
/// After a failure it refuses to go on. What reached the disk is unknown then, and a batch behind
/// the unknown could come back without the one before it.
package struct TransactionLog: ~Copyable {
  /// Whether an answer waits for the disk.
  package enum SyncRule: Sendable {
    case everyBatch
    /// Leave it to the system when to write. A loss of power loses what was acknowledged.
    case never
  }

  private let storage: any Storage
  private let directory: String
  private let syncRule: SyncRule
  private let zerosAhead: ZerosAhead
  private var current: OpenLog?
  private var failure: StorageError?

  /// How many zeros are written ahead, in bytes: at first, and whenever they run out.
  package struct ZerosAhead: Sendable {
    package var first = LogLimits.firstZerosBytes
    package var more = LogLimits.moreZerosBytes

    package init() {}
  }

  private struct OpenLog {
    let file: any StorageFile
    /// Where the next batch goes.
    var position: Int
    /// Where the zeros behind the last batch end.
    var zerosEnd: Int
  }

  /// Writes nothing yet: a log begins with its first batch and is named after it.
  package init(
    in directory: DataDirectory, on storage: any Storage, syncRule: SyncRule = .everyBatch,
    zerosAhead: ZerosAhead = ZerosAhead()
  ) {
    self.zerosAhead = zerosAhead
    self.storage = storage
    self.directory = directory.logs
    self.syncRule = syncRule
  }

  /// Returns when every transaction of the batch is durable.
  package mutating func commit(_ batch: borrowing LogBatch) throws(StorageError) {
    guard let firstZxid = batch.firstZxid else { return }
    let isNew = current == nil
    try attempt { log throws(StorageError) in
      if log.current == nil { try log.begin(with: firstZxid) }
      try log.write(batch.bytes)
      if log.syncRule == .everyBatch {
        try log.current?.file.sync()
        // The content of a file without its name is lost as well.
        if isNew { try log.storage.syncDirectory(log.directory) }
      }
    }
  }

  /// Lets the next batch begin a new file, and gives back the zeros behind this one.
  package mutating func roll() throws(StorageError) {
    try attempt { log throws(StorageError) in
      guard let finished = log.current else { return }
      try finished.file.truncate(to: finished.position)
      log.current = nil
    }
  }

  /// Whether it is time for `prepareRoom`.
  package var needsRoom: Bool {
    guard let current else { return false }
    return current.zerosEnd - current.position < zerosAhead.more / 4
  }

  /// Writes zeros ahead while nobody waits, so that seldom a batch has to.
  ///
  /// A file that is overwritten needs no new blocks and no new size, so that its sync has to write
  /// nothing but the data.
  package mutating func prepareRoom() throws(StorageError) {
    try attempt { log throws(StorageError) in
      guard log.needsRoom, let current = log.current else { return }
      try log.writeZeros()
      if log.syncRule == .everyBatch { try current.file.sync() }
    }
  }

  private mutating func begin(with zxid: Zxid) throws(StorageError) {
    // A file of this name can hold no transaction that was ever acknowledged: recovery would have
    // read it, and the number would be taken.
    let file = try storage.create(directory + "/" + NumberedFile.name(.log, zxid))
    var header = JuteWriter()
    FileHeader.log.encode(to: &header)
    try file.write(header.bytes, at: 0)
    current = OpenLog(
      file: file, position: FileHeader.byteCount, zerosEnd: FileHeader.byteCount)
  }

  private mutating func write(_ bytes: RawSpan) throws(StorageError) {
    guard var log = current else { return }
    try log.file.write(bytes, at: log.position)
    log.position += bytes.byteCount
    current = log
    if log.position > log.zerosEnd { try writeZeros() }
  }

  private mutating func writeZeros() throws(StorageError) {
    guard var log = current else { return }
    let isFirst = log.zerosEnd <= FileHeader.byteCount
    let end = log.position + (isFirst ? zerosAhead.first : zerosAhead.more)
    let zeros = [UInt8](repeating: 0, count: LogLimits.zerosWriteBytes)
    var offset = max(log.position, log.zerosEnd)
    while offset < end {
      let count = min(zeros.count, end - offset)
      try log.file.write(zeros.span.raw.extracting(..<count), at: offset)
      offset += count
    }
    log.zerosEnd = offset
    current = log
  }

  private mutating func attempt(
    _ body: (inout TransactionLog) throws(StorageError) -> Void
  ) throws(StorageError) {
    if let failure { throw failure }
    do throws(StorageError) {
      try body(&self)
    } catch {
      failure = error
      throw error
    }
  }
}
