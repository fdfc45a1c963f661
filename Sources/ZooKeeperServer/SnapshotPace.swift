import ZooKeeperModel

/// Decides when the next snapshot is due: after half of the allowed transactions and a random part
/// of the other half, as in Apache, so that the servers of an ensemble do not all do it at once.
struct SnapshotPace {
  private let transactionsMax: Int
  private let bytesMax: Int?
  private var random: RandomSource
  private var transactions = 0
  private var bytes = 0
  private var transactionsDue = 0
  private var bytesDue: Int?

  init(_ options: ServerConfiguration.Snapshots, seed: UInt64) {
    transactionsMax = max(2, options.transactionsMax)
    bytesMax = options.logBytesMax
    random = RandomSource(seed: seed)
    begin()
  }

  var isDue: Bool {
    transactions > transactionsDue || bytesDue.map { bytes > $0 } ?? false
  }

  mutating func count(transactions: Int, bytes: Int) {
    self.transactions += transactions
    self.bytes += bytes
  }

  /// Makes the next one due at once.
  mutating func hasten() {
    transactions = transactionsDue + 1
  }

  /// A snapshot has begun; counts from here.
  mutating func begin() {
    transactions = 0
    bytes = 0
    transactionsDue = share(of: transactionsMax)
    bytesDue = bytesMax.map { share(of: $0) }
  }

  private mutating func share(of limit: Int) -> Int {
    let half = limit / 2
    return half + Int.random(in: 0...max(0, half - 1), using: &random)
  }
}
