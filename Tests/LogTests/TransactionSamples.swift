import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

extension Transaction {
  /// The creation of a node that is named after its number, with data that tells it from others.
  static func numbered(_ number: Int64, dataBytes: Int = 20) -> Transaction {
    let data = [UInt8](repeating: UInt8(truncatingIfNeeded: number | 1), count: dataBytes)
    let node = NodeCreation(
      path: "/\(number)", data: data, acl: AccessControl.open.entries,
      parentCVersion: Int32(truncatingIfNeeded: number))
    return made(.create(node, isEphemeral: false), zxid: number)
  }

  static func made(
    _ change: Change, zxid: Int64 = 1, digest: TreeDigest? = TreeDigest(value: 7)
  ) -> Transaction {
    Transaction(
      session: SessionID(rawValue: 0x1_0000), cxid: 3, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: 1_700_000_000_000), change: change, digest: digest)
  }
}

extension PersistedNode {
  static func numbered(_ number: Int64) -> PersistedNode {
    PersistedNode(
      path: "/\(number)", data: [1, 2, 3], aclID: -1,
      stat: PersistedStat(czxid: Zxid(rawValue: number)))
  }

  static let root = PersistedNode(path: "", data: [], aclID: -1, stat: PersistedStat())
}

extension TransactionLog {
  /// Commits transactions as one batch.
  mutating func commit(_ transactions: [Transaction]) throws(StorageError) {
    var batch = LogBatch()
    for transaction in transactions { batch.append(transaction) }
    try commit(batch)
  }
}
