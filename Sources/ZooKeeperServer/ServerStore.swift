import ZooKeeperLog
import ZooKeeperTransport

/// The files of a server, and the threads that work on them.
final class ServerStore {
  let directory: DataDirectory
  let storage: any Storage
  let compression: SnapshotWriter.Compression
  let log: LogWriter
  /// Keep other servers away until this one is done.
  private var locks: [any StorageLock]
  /// For what takes long and nobody waits for; most servers never need it.
  private var worker: LoopThread?

  init(
    _ directory: DataDirectory, _ locks: [any StorageLock], on storage: any Storage,
    _ configuration: ServerConfiguration, log tell: @escaping ServerLog
  ) throws(SystemError) {
    self.directory = directory
    self.locks = locks
    self.storage = storage
    compression =
      switch configuration.snapshots.compression {
      case .none: .none
      case .gzip: .gzip
      }
    log = try LogWriter(
      TransactionLog(
        in: directory, on: storage, syncRule: configuration.log.syncs ? .everyBatch : .never,
        zerosAhead: TransactionLog.ZerosAhead(configuration.log)),
      slowAfter: .milliseconds(configuration.log.slowSyncMilliseconds), log: tell)
  }

  /// Does something beside everything else, after what it was given before.
  func work(_ job: @escaping @Sendable () -> Void) throws(SystemError) {
    let worker: LoopThread
    if let existing = self.worker {
      worker = existing
    } else {
      worker = try LoopThread(named: "zk-snapshot")
      self.worker = worker
    }
    worker.mailbox.post { _ in job() }
  }

  /// Where the files are and how much they take.
  var facts: StorageFacts {
    StorageFacts(
      snapshotDirectory: directory.snapshots, snapshotBytes: byteCount(of: directory.snapshots),
      logDirectory: directory.logs, logBytes: byteCount(of: directory.logs))
  }

  private func byteCount(of directory: String) -> Int64 {
    // A file that is purged while they are counted takes nothing any more.
    let names = (try? storage.list(directory)) ?? []
    return names.reduce(0) { sum, name in
      let size = try? storage.open(directory + "/" + name).size()
      return sum + Int64(size ?? 0)
    }
  }

  /// Ends what is under way and the threads with it.
  func close() {
    log.close()
    worker.take()?.stop()
    locks = []
  }
}

extension TransactionLog.ZerosAhead {
  fileprivate init(_ options: ServerConfiguration.Log) {
    self.init()
    guard let bytes = options.zerosAheadBytes else { return }
    // The first come while somebody waits for the first answer, so asking for more leaves them few.
    first = min(first, bytes)
    more = bytes
  }
}
