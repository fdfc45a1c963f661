import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree

/// Brings a server back from its files, or makes a new one where there are none.
struct ServerOpening {
  let configuration: ServerConfiguration
  let storage: any Storage
  let log: ServerLog

  /// What a server works with.
  struct Opened {
    var machine: ServerMachine
    var store: ServerStore?
    /// Whether the files would bring back more quickly what a snapshot of now holds.
    var wantsSnapshot: Bool
  }

  func open() throws(ServerFailure) -> Opened {
    switch configuration.storage {
    case .inMemory:
      let revival = Revival(configuration)
      let revived = try revived(revival)
      return Opened(machine: machine(revived), store: nil, wantsSnapshot: false)
    case .directory(let path, let logPath):
      return try open(DataDirectory(dataDirectory: path, logDirectory: logPath))
    }
  }

  private func open(_ directory: DataDirectory) throws(ServerFailure) -> Opened {
    var receiver = Receiver(revival: Revival(configuration))
    let report: RecoveryReport
    let locks: [any StorageLock]
    do {
      if configuration.createsDirectories { try directory.create(in: storage) }
      locks = try lock(directory)
      try refuseForeignFiles(in: directory)
      try directory.removeUnfinishedSnapshots(in: storage)
      let recovery = Recovery(
        directory, on: storage, trustsLogsAlone: configuration.snapshots.trustsLogsAlone)
      report = try recovery.run(into: &receiver)
      if let stored = report.snapshotTail.digest {
        receiver.revival.compare(stored.digest, at: stored.zxid)
      }
      try recovery.settle(report)
    } catch let failure as ServerFailure {
      throw failure
    } catch {
      throw ServerFailure(.dataDirectory, "\(error)")
    }
    tell(report, receiver.revival)
    let revived = try revived(receiver.revival)
    var machine = machine(revived)
    do {
      let store = try ServerStore(directory, locks, on: storage, configuration, log: log)
      let mustSnapshot = report.snapshot == nil || revived.lostSessions > 0
      if mustSnapshot { try snapshot(&machine, in: store) }
      return Opened(
        machine: machine, store: store, wantsSnapshot: !mustSnapshot && report.transactions > 0)
    } catch let error as StorageError {
      throw ServerFailure(.snapshot, "\(error): a server begins with a snapshot of what it found")
    } catch {
      throw ServerFailure(.system, "\(error)")
    }
  }

  /// Two servers in one directory would each overwrite what the other promised.
  private func lock(_ directory: DataDirectory) throws -> [any StorageLock] {
    var locks: [any StorageLock] = []
    for path in directory.all {
      guard let lock = try lock(path) else {
        throw ServerFailure(
          .dataDirectory,
          "\(path) is in use by another server. Stop that server, or choose another directory.")
      }
      locks.append(lock)
    }
    return locks
  }

  private func lock(_ path: String) throws(StorageError) -> (any StorageLock)? {
    do throws(StorageError) {
      return try storage.lock(path)
    } catch {
      // NFS has no locks for directories.
      guard error.isUnsupported else { throw error }
      let message = "\(error): nothing keeps other servers away, so see to it that there are none"
      log(ServerLogEntry(level: .warning, message: message))
      return NoLock()
    }
  }

  /// Whoever serves the data of an ensemble's member alone forks the ensemble.
  private func refuseForeignFiles(in directory: DataDirectory) throws {
    let ofQuorum = try directory.quorumFiles(in: storage)
    if let file = ofQuorum.first, !configuration.servesMemberAlone {
      throw ServerFailure(
        .memberData,
        "\(file) shows that this data belongs to a member of an ensemble. Serving it alone would"
          + " fork the ensemble. If the ensemble is gone for good, start with --standalone.")
    }
    if let file = try directory.misplacedFiles(in: storage).first {
      throw ServerFailure(
        .dataDirectory,
        "\(file) is in the wrong directory: snapshots belong into \(directory.snapshots), logs into"
          + " \(directory.logs). Move the files, or set dataDir and dataLogDir as they were.")
    }
  }

  private func tell(_ report: RecoveryReport, _ revival: Revival) {
    for skipped in report.skipped {
      log(ServerLogEntry(level: .warning, message: "\(skipped.path): \(skipped.reason)"))
    }
    if let mismatch = revival.mismatch {
      log(ServerLogEntry(level: .error, message: "\(mismatch)"))
    }
    let snapshot = report.snapshot.map { "the snapshot \($0.name)" } ?? "no snapshot"
    log(
      ServerLogEntry(
        level: .info,
        message: "recovered \(snapshot) and \(report.transactions) transactions, up to"
          + " \(report.lastZxid)"))
  }

  private func revived(_ revival: Revival) throws(ServerFailure) -> Revival.Revived {
    do throws(Revival.Fault) {
      return try revival.finish(at: MonotonicInstant(nanoseconds: LoopTime.current.nanoseconds))
    } catch {
      throw ServerFailure(.dataDirectory, "\(error)")
    }
  }

  private func machine(_ revived: Revival.Revived) -> ServerMachine {
    ServerMachine(
      ServerMachine.Options(configuration), tree: revived.tree, sessions: revived.sessions)
  }

  private func snapshot(
    _ machine: inout ServerMachine, in store: ServerStore
  ) throws(StorageError) {
    let run = try SnapshotRun(of: machine, in: store)
    while run.result == nil { try run.write(of: &machine) }
    try run.result?.snapshot.publish()
  }
}

/// Stands for a lock where there are none.
private final class NoLock: StorageLock {}

/// Hands on what comes from the disk.
private struct Receiver: RecoveryReceiver {
  var revival: Revival

  mutating func beginSnapshot(at zxid: Zxid) { revival.beginSnapshot(at: zxid) }
  mutating func receive(_ session: PersistedSession) { revival.take(session) }
  mutating func receive(_ acl: PersistedACL) { revival.take(acl) }
  mutating func receive(_ node: PersistedNode) { revival.take(node) }
  mutating func receive(_ transaction: Transaction) { revival.take(transaction) }
}
