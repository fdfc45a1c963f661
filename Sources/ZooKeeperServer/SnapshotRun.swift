import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree

/// A snapshot on its way to the disk: written in slices, with requests served between them.
final class SnapshotRun {
  private let start: Zxid
  private let knownACLs: Set<Int64>
  private let sliceBytes: Int
  private var cursor = SnapshotCursor()
  private var writer: SnapshotWriter?
  private let file: any StorageFile
  private var settledBytes = 0
  /// Whether the disk is catching up with what was written.
  var isSettling = false
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
    sliceBytes =
      store.compression == .none
      ? ServerLimits.snapshotSliceBytes : ServerLimits.compressedSliceBytes
    let acls = machine.tree.persistedACLs
    knownACLs = Set(acls.map(\.id))
    var writer = try SnapshotWriter(
      at: start, compression: store.compression, in: store.directory, on: store.storage)
    try writer.begin(sessions: machine.sessions.persisted, acls: acls)
    file = writer.file
    self.writer = consume writer
  }

  /// Writes the next nodes, and the end when there are none.
  func write(
    _ count: Int = ServerLimits.snapshotSliceNodes, of machine: inout ServerMachine
  ) throws(StorageError) {
    var bytes = 0
    for _ in 0..<count where bytes < sliceBytes {
      guard var node = machine.nextNode(&cursor) else { return try seal(machine) }
      // What came after the start comes back with the log: creating it finds its place taken
      // otherwise, and would leave it as it stands here, with a list that is not in the table.
      if node.stat.czxid > start { continue }
      // So does a list that was set after the start.
      if !knownACLs.contains(node.aclID) { node.aclID = PersistedNode.openACL }
      try writer?.add(node)
      bytes += node.data?.count ?? 0
    }
  }

  /// The file, if the disk should first catch up with what is in it. A disk that has to take a
  /// whole snapshot at once keeps everybody waiting, first of all the transaction log.
  func unsettledFile() -> (any StorageFile)? {
    let written = writer?.writtenBytes ?? 0
    guard written - settledBytes >= ServerLimits.unsettledSnapshotBytes else { return nil }
    settledBytes = written
    isSettling = true
    return file
  }

  /// Takes away what was written. What is whole already may stay.
  func giveUp() throws(StorageError) {
    guard let writer = writer.take() else { return }
    try writer.discard()
  }

  private func seal(_ machine: ServerMachine) throws(StorageError) {
    let last = machine.tree.lastZxid
    let digest = machine.tree.digest.map { SnapshotDigest(zxid: last, digest: $0) }
    guard let sealed = try writer.take()?.seal(digest: digest, lastZxid: last) else { return }
    result = Result(snapshot: sealed, lastHeld: last)
  }
}
