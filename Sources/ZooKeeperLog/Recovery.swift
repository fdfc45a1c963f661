package import ZooKeeperModel
package import ZooKeeperTree

/// Whoever takes the state that is brought back: a snapshot, and then what happened after it.
package protocol RecoveryReceiver: SnapshotReceiver {
  /// Forgets everything received before: a snapshot begins, and the one before was damaged.
  mutating func beginSnapshot(at zxid: Zxid)

  /// Takes a transaction. It may be in the snapshot already, whole or in part.
  mutating func receive(_ transaction: Transaction)
}

/// What recovery found.
package struct RecoveryReport: Hashable, Sendable {
  /// The snapshot that everything began with; nil if there was none.
  package var snapshot: NumberedFile?
  package var snapshotTail = SnapshotTail()
  package var transactions = 0
  /// The newest transaction; zero if there is none.
  package var lastZxid = Zxid.zero
  /// Snapshots that are damaged, and logs that break off.
  package var skipped: [SkippedFile] = []
}

/// Brings back the state of a server from its files, and changes none of them unless asked to.
package struct Recovery: Sendable {
  private let directory: DataDirectory
  private let storage: any Storage
  private let trustsLogsAlone: Bool

  /// `trustsLogsAlone` accepts logs without a snapshot, as after a move from a release that wrote
  /// none for an empty tree.
  package init(
    _ directory: DataDirectory, on storage: any Storage, trustsLogsAlone: Bool = false
  ) {
    self.directory = directory
    self.storage = storage
    self.trustsLogsAlone = trustsLogsAlone
  }

  package func run(
    into receiver: inout some RecoveryReceiver
  ) throws(RecoveryError) -> RecoveryReport {
    var report = RecoveryReport()
    let logs = try RecoveryError.wrapping { () throws(StorageError) in
      try directory.logFiles(in: storage)
    }
    try readSnapshot(into: &receiver, &report)
    if report.snapshot == nil, !logs.isEmpty, !trustsLogsAlone {
      throw .noSnapshot(logs: logs.count, directory: directory.snapshots)
    }
    try replay(logs, into: &receiver, &report)
    return report
  }

  /// Makes durable what was brought back: a server that was killed may have left it in the system's
  /// memory alone, and from now on others will hear of it and build on it.
  package func settle(_ report: RecoveryReport) throws(StorageError) {
    try cutTornTails(report)
    let logs = try directory.logFiles(in: storage)
    let start = logs.lastIndex { $0.zxid <= report.snapshot?.zxid ?? .zero } ?? 0
    for file in logs.dropFirst(start) {
      try storage.open(file.path).sync()
    }
    for directory in directory.all { try storage.syncDirectory(directory) }
  }

  /// Cuts off what a loss of power left of records that nobody was told of.
  ///
  /// This server passes over them, but Apache's takes a record that lacks sectors for damage.
  private func cutTornTails(_ report: RecoveryReport) throws(StorageError) {
    for file in report.skipped {
      guard let offset = file.tornAt else { continue }
      if offset < FileHeader.byteCount {
        try storage.remove(file.path)
        try storage.syncDirectory(directory.logs)
      } else {
        let log = try storage.openToChange(file.path)
        try log.truncate(to: offset)
        try log.sync()
      }
    }
  }

  private func readSnapshot(
    into receiver: inout some RecoveryReceiver, _ report: inout RecoveryReport
  ) throws(RecoveryError) {
    let snapshots = try RecoveryError.wrapping { () throws(StorageError) in
      try directory.snapshotFiles(in: storage)
    }
    for snapshot in snapshots.reversed().prefix(LogLimits.snapshotsTriedMax) {
      do throws(RecoveryError) {
        var reader = try SnapshotReader(snapshot, on: storage)
        receiver.beginSnapshot(at: snapshot.zxid)
        report.snapshotTail = try reader.read(into: &receiver)
        report.snapshot = snapshot
        report.lastZxid = snapshot.zxid
        return
      } catch {
        // An older one and more of the log give the same state.
        report.skipped.append(SkippedFile(path: snapshot.path, reason: "\(error)"))
      }
    }
    guard snapshots.isEmpty else { throw .noValidSnapshot(report.skipped) }
  }

  private func replay(
    _ logs: [NumberedFile], into receiver: inout some RecoveryReceiver,
    _ report: inout RecoveryReport
  ) throws(RecoveryError) {
    let first = Zxid(rawValue: report.lastZxid.rawValue + 1)
    var reader = LogReader(logs, from: first, on: storage)
    while let transaction = try reader.next() {
      report.transactions += 1
      report.lastZxid = max(report.lastZxid, transaction.zxid)
      receiver.receive(transaction)
    }
    report.skipped += reader.tornTails
  }
}
