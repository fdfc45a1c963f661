import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// Everything that was brought back, as it came.
struct RecoveredState: RecoveryReceiver, Hashable {
  var begun: [Zxid] = []
  var sessions: [PersistedSession] = []
  var acls: [PersistedACL] = []
  var nodes: [PersistedNode] = []
  var transactions: [Transaction] = []
  var tail = SnapshotTail()

  mutating func beginSnapshot(at zxid: Zxid) {
    self = RecoveredState(begun: begun + [zxid])
  }

  mutating func receive(_ session: PersistedSession) { sessions.append(session) }
  mutating func receive(_ acl: PersistedACL) { acls.append(acl) }
  mutating func receive(_ node: PersistedNode) { nodes.append(node) }
  mutating func receive(_ transaction: Transaction) { transactions.append(transaction) }
}

extension RecoveredState {
  /// Writes the snapshot again, node after node.
  func write(
    at zxid: Zxid, compression: SnapshotWriter.Compression = .none, on storage: any Storage
  ) throws(StorageError) {
    var writer = try SnapshotWriter(
      at: zxid, compression: compression, in: GoldenDirectory.location, on: storage)
    try writer.begin(sessions: sessions, acls: acls)
    for node in nodes { try writer.add(node) }
    try writer.seal(digest: tail.digest, lastZxid: zxid).publish()
  }
}
