package import ZooKeeperModel
package import ZooKeeperTree

/// Reads the transactions of all logs from one on, in order.
package struct LogReader: ~Copyable {
  /// Logs that end in the middle of a record, which nobody was ever told of.
  package private(set) var tornTails: [SkippedFile] = []
  private let storage: any Storage
  private let first: Zxid
  /// The logs that are still to be read, the next one last.
  private var waiting: [NumberedFile]
  private var path = ""
  private var file: LogFileReader?
  /// The latest that the next transaction may be, where a log begins; nil within one.
  private var expected: Zxid?
  private var last: Zxid?

  package init(
    _ files: [NumberedFile], from first: Zxid, on storage: any Storage
  ) {
    self.storage = storage
    self.first = first
    expected = first
    let ordered = files.sorted()
    // A log's name says only where it begins, so the one before may reach this far.
    let start = ordered.lastIndex { $0.zxid <= first } ?? 0
    waiting = ordered.dropFirst(start).reversed()
  }

  /// The next transaction; nil at the end of the last log.
  package mutating func next() throws(RecoveryError) -> Transaction? {
    while true {
      if file == nil {
        guard let following = waiting.popLast() else { return nil }
        path = following.path
        file = try LogFileReader(path, on: storage)
      }
      guard let transaction = try file?.next() else {
        finishFile()
        continue
      }
      last = transaction.zxid
      if transaction.zxid < first { continue }
      try checkContinuity(of: transaction.zxid)
      return transaction
    }
  }

  /// Each log continues the one before, and the first the snapshot; only a new leader's numbers
  /// start anew. Anything else means that a file is missing, or the rest of one.
  private mutating func checkContinuity(of zxid: Zxid) throws(RecoveryError) {
    defer { expected = nil }
    guard let expected, zxid > expected, zxid.epoch == expected.epoch else { return }
    let before = Zxid(rawValue: expected.rawValue - 1)
    throw .missingTransactions(path: path, after: before, before: zxid)
  }

  private mutating func finishFile() {
    defer { file = nil }
    expected = last.map { max(first, Zxid(rawValue: $0.rawValue + 1)) } ?? first
    guard case .torn(let offset) = file?.end else { return }
    tornTails.append(
      SkippedFile(
        path: path, reason: "breaks off in the middle of a record at byte \(offset)",
        tornAt: offset))
  }
}

extension Zxid {
  /// The number of the leader that gave this number.
  fileprivate var epoch: Int64 { rawValue >> 32 }
}
