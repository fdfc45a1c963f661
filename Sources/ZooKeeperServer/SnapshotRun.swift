import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree

/// A snapshot on its way to the disk: written in slices, with requests served between them.
final class SnapshotRun {
  private let start: Zxid
  private let knownACLs: Set<Int64>
  private var cursor = SnapshotCursor()
  private var writer: SnapshotWriter?
  /// What came of it, once all of it is written.
  private(set) var result: Result?
  /// Whether it has left for the thread that publishes it.
  var isLeaving = false

  struct Result {
    var snapshot: SealedSnapshot
    /// The last transaction that it may hold: it must not be published before the log is durable so
    /// far.
    var lastHeld: Zxid
  }

  init(of machine: ServerMachine, in store: ServerStore) throws(StorageError) {
    start = machine.tree.lastZxid
    let acls = machine.tree.persistedACLs
    knownACLs = Set(acls.map(\.id))
    var writer = try SnapshotWriter(
      at: start, compression: store.compression, in: store.directory, on: store.storage)
    try writer.begin(sessions: machine.sessions.persisted, acls: acls)
    self.writer = consume writer
  }

  /// Writes so many nodes more, and the end when there are none.
  func write(_ count: Int, of machine: inout ServerMachine) throws(StorageError) {
    for _ in 0..<count {
      guard var node = machine.nextNode(&cursor) else { return try seal(machine) }
      // What came after the start comes back with the log: creating it finds its place taken
      // otherwise, and would leave it as it stands here, with a list that is not in the table.
      if node.stat.czxid > start { continue }
      // So does a list that was set after the start.
      if !knownACLs.contains(node.aclID) { node.aclID = PersistedNode.openACL }
      try writer?.add(node)
    }
  }

  private func seal(_ machine: ServerMachine) throws(StorageError) {
    let last = machine.tree.lastZxid
    let digest = machine.tree.digest.map { SnapshotDigest(zxid: last, digest: $0) }
    guard let sealed = try writer.take()?.seal(digest: digest, lastZxid: last) else { return }
    result = Result(snapshot: sealed, lastHeld: last)
  }
}
