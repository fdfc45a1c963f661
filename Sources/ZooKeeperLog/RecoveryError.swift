package import ZooKeeperModel

/// Why the state of a server cannot be brought back.
package enum RecoveryError: Error, Hashable, Sendable {
  case storage(StorageError)
  case damaged(FileDamage)
  /// There are logs, but no snapshot that they continue.
  case noSnapshot(logs: Int, directory: String)
  /// There are snapshots, but all of them are damaged.
  case noValidSnapshot([SkippedFile])
  /// A log begins later than what it should continue ends.
  case missingTransactions(path: String, after: Zxid, before: Zxid)
}

/// A file that recovery went past, and why.
package struct SkippedFile: Hashable, Sendable {
  package var path: String
  package var reason: String
  /// Where what nobody was told of begins; nil if the file is not to be touched.
  package var tornAt: Int?
}

extension RecoveryError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .storage(let error):
      "\(error)"
    case .damaged(let damage):
      "\(damage)"
    case .noSnapshot(let logs, let directory):
      "\(directory) has no snapshot for its \(logs) transaction logs to continue: without the first"
        + " half of the data the second half is not to be trusted"
    case .noValidSnapshot(let skipped):
      "every snapshot is damaged: "
        + skipped.map { "\($0.path): \($0.reason)" }.joined(separator: "; ")
    case .missingTransactions(let path, let last, let next):
      "\(path) begins with \(next), but what is before it ends with \(last):"
        + " transactions are missing"
    }
  }
}

extension RecoveryError {
  /// Does something with the disk; what the disk refuses ends the recovery.
  static func wrapping<Result>(
    _ work: () throws(StorageError) -> Result
  ) throws(RecoveryError) -> Result {
    do throws(StorageError) {
      return try work()
    } catch {
      throw .storage(error)
    }
  }
}
