/// Decides which files nobody needs any more.
package enum Purge {
  /// The snapshots and logs that may go when the newest `count` whole snapshots stay, and with them
  /// every log that the oldest of those needs.
  package static func dispensable(
    keeping count: Int, in directory: DataDirectory, on storage: any Storage
  ) throws(RecoveryError) -> [String] {
    let snapshots = try RecoveryError.wrapping { () throws(StorageError) in
      try directory.snapshotFiles(in: storage)
    }
    let logs = try RecoveryError.wrapping { () throws(StorageError) in
      try directory.logFiles(in: storage)
    }
    let wanted = max(count, LogLimits.snapshotsKeptMin)
    var kept: [NumberedFile] = []
    for snapshot in snapshots.reversed() where kept.count < wanted {
      // One that cannot be read does not count.
      if (try? SnapshotReader(snapshot, on: storage)) != nil { kept.append(snapshot) }
    }
    guard let oldest = kept.last, kept.count == wanted else { return [] }
    // The log that begins last before the snapshot may go on after it.
    let needed = logs.last { $0.zxid <= oldest.zxid }?.zxid ?? oldest.zxid
    return snapshots.filter { $0.zxid < oldest.zxid }.map(\.path)
      + logs.filter { $0.zxid < needed }.map(\.path)
  }
}
