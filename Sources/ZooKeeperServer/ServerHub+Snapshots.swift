import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree

// Writing the state down as a whole, while it changes.
extension ServerHub {
  /// Begins a snapshot that is due, or takes the one under way a step further.
  func advanceSnapshot() {
    guard let store else { return snapshotPace.begin() }
    guard phase == .serving, snapshot != nil || snapshotPace.isDue else { return }
    do throws(StorageError) {
      guard let snapshot else { return try beginSnapshot(in: store) }
      if let result = snapshot.result {
        guard !snapshot.isLeaving, machine.durable >= result.lastHeld else { return }
        snapshot.isLeaving = true
        publish(result.snapshot, in: store)
      } else if !snapshot.isSettling {
        try snapshot.write(of: &machine)
        if let file = snapshot.unsettledFile() { settle(file, in: store) } else { comeBack() }
      }
    } catch {
      fail(.snapshot(error))
    }
  }

  private func beginSnapshot(in store: ServerStore) throws(StorageError) {
    machine.beginSnapshot()
    snapshotPace.begin()
    // A purge can then remove everything before the snapshot.
    beginsLogFile = true
    snapshot = try SnapshotRun(of: machine, in: store)
    comeBack()
  }

  /// Nobody may have anything to say, but the next slice wants to be written.
  private func comeBack() {
    loop.schedule(at: loop.now) {}
  }

  private func settle(_ file: any StorageFile, in store: ServerStore) {
    work(in: store) { hub in
      do throws(StorageError) {
        try file.sync()
        hub { $0.snapshot?.isSettling = false }
      } catch {
        hub { $0.fail(.snapshot(error)) }
      }
    }
  }

  private func publish(_ sealed: SealedSnapshot, in store: ServerStore) {
    machine.endSnapshot()
    work(in: store) { hub in
      do throws(StorageError) {
        try sealed.publish()
        hub { $0.snapshot = nil }
      } catch {
        hub { $0.fail(.snapshot(error)) }
      }
    }
  }

  /// Removes files that nobody needs any more, now and from time to time.
  func purgeRegularly() {
    let hours = configuration.snapshots.purgeIntervalHours
    guard let store, hours > 0 else { return }
    let retained = configuration.snapshots.retained
    work(in: store) { [directory = store.directory, storage = store.storage] hub in
      do {
        let files = try Purge.dispensable(keeping: retained, in: directory, on: storage)
        for file in files { try storage.remove(file) }
        let count = files.count
        hub {
          $0.log(.info, "purged \(count) files that the newest \(retained) snapshots do without")
        }
      } catch {
        let problem =
          "cannot purge old snapshots and logs: \(error); trying again in \(hours) hours"
        hub { $0.log(.warning, problem) }
      }
    }
    loop.schedule(after: .seconds(3_600) * hours) { [weak self] in self?.purgeRegularly() }
  }

  /// Does something slow beside the loop; what it gives to `hub` is done on the loop again.
  private func work(
    in store: ServerStore,
    _ job: @escaping @Sendable (_ hub: (@escaping @Sendable (ServerHub) -> Void) -> Void) -> Void
  ) {
    guard let door else { return }
    let mailbox = loop.mailbox
    do throws(SystemError) {
      try store.work {
        job { step in mailbox.post { step(door.value(on: $0)) } }
      }
    } catch {
      fail(ServerFailure(.system, "cannot start a thread for snapshots: \(error)", isLogged: true))
    }
  }
}

extension ServerFailure {
  fileprivate static func snapshot(_ error: StorageError) -> ServerFailure {
    ServerFailure(
      .snapshot,
      "\(error): the snapshot is given up and the server stops. Everything that clients were told"
        + " is in the transaction logs. Free space or replace the disk, then start again.",
      isLogged: true)
  }
}
