import DiskSupport
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// What a server does with its disk in a short life: it commits, rolls, takes snapshots, goes on.
struct ShortHistory {
  /// The last transaction that somebody was told of.
  private(set) var acknowledged: Int64 = 0
  /// What the disk refused to do, if it did.
  private(set) var failure: StorageError?
  /// Whether the log took another batch after it had failed.
  private(set) var wentOnAfterFailure = false
  private let storage: MemoryStorage
  private var isLogging = false

  static let transactions: Int64 = 14

  /// Lives until the end or until the disk fails.
  init(on storage: MemoryStorage) {
    self.storage = storage
    // As a server does it, but with few zeros, so that thousands of lives do not take minutes.
    var zeros = TransactionLog.ZerosAhead()
    zeros.first = 1_024
    zeros.more = 4_096
    var log = TransactionLog(in: GoldenDirectory.location, on: storage, zerosAhead: zeros)
    do throws(StorageError) {
      try live(with: &log)
    } catch {
      failure = error
      // A snapshot that fails is no failure of the log.
      guard isLogging else { return }
      wentOnAfterFailure = (try? log.commit([.numbered(ShortHistory.transactions + 1)])) != nil
    }
  }

  private mutating func live(with log: inout TransactionLog) throws(StorageError) {
    try GoldenDirectory.location.create(in: storage)
    try snapshot(at: 0, holding: 0)
    try commit(1...1, to: &log)
    try commit(2...4, to: &log)
    // A snapshot that was written while the tree changed holds later nodes too.
    try commit(5...6, to: &log)
    try roll(&log)
    try snapshot(at: 4, holding: 6)
    try commit(7...7, dataBytes: 1_500, to: &log)
    try log.prepareRoom()
    try commit(8...10, to: &log)
    try roll(&log)
    try commit(11...14, to: &log)
    try snapshot(at: 14, holding: 14)
  }

  private mutating func commit(
    _ numbers: ClosedRange<Int64>, dataBytes: Int = 20, to log: inout TransactionLog
  ) throws(StorageError) {
    isLogging = true
    try log.commit(numbers.map { .numbered($0, dataBytes: dataBytes) })
    isLogging = false
    acknowledged = numbers.upperBound
  }

  private mutating func roll(_ log: inout TransactionLog) throws(StorageError) {
    isLogging = true
    try log.roll()
    isLogging = false
  }

  private func snapshot(at zxid: Int64, holding last: Int64) throws(StorageError) {
    var state = RecoveredState()
    state.nodes = [.root] + (0..<last).map { .numbered($0 + 1) }
    try state.write(at: Zxid(rawValue: zxid), on: storage)
  }
}

extension RecoveredState {
  /// The nodes that are there, by their numbers.
  var numbers: Set<Int64> {
    var numbers = Set(nodes.compactMap { Int64($0.path.dropFirst()) })
    for transaction in transactions { numbers.insert(transaction.zxid.rawValue) }
    return numbers
  }
}
