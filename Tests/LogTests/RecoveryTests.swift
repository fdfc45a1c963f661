import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

@Suite struct RecoveryTests {
  private let directory = GoldenDirectory.location

  @Test("an empty directory is a new server's")
  func nothing() throws {
    var state = RecoveredState()
    let report = try Recovery(directory, on: MemoryStorage()).run(into: &state)
    #expect(report.snapshot == nil && report.lastZxid == .zero && state == RecoveredState())
  }

  @Test("logs without a snapshot are refused unless they are trusted")
  func logsAlone() throws {
    let storage = MemoryStorage()
    var log = TransactionLog(in: directory, on: storage)
    try log.commit([.numbered(1)])
    var state = RecoveredState()
    #expect(throws: RecoveryError.noSnapshot(logs: 1, directory: "/data/version-2")) {
      try Recovery(directory, on: storage).run(into: &state)
    }
    let report = try Recovery(directory, on: storage, trustsLogsAlone: true).run(into: &state)
    #expect(report.lastZxid.rawValue == 1)
  }

  @Test("a log that is missing between others is noticed")
  func missingLog() throws {
    var disk = try logs(1...2, 3...4, 5...6).disk
    disk.names["/data/version-2/log.3"] = nil
    #expect(throws: RecoveryError.self) { try recovered(disk) }
  }

  @Test("a log that is missing after the snapshot is noticed")
  func missingFirstLog() throws {
    var disk = try logs(1...2, 3...4).disk
    disk.names["/data/version-2/log.1"] = nil
    #expect(throws: RecoveryError.self) { try recovered(disk) }
  }

  @Test("numbers of a new leader begin anew")
  func epochs() throws {
    let newLeader: Int64 = 1 << 32
    let storage = try logs(1...2, (newLeader + 1)...(newLeader + 2))
    #expect(try recovered(storage.disk).count == 4)
  }

  @Test("a torn tail is reported, and what continues it is read")
  func tornMiddle() throws {
    var disk = try logs(1...3, 3...4).disk
    let torn = try #require(disk.names["/data/version-2/log.1"])
    disk.files[torn].bytes.removeLast(10)
    #expect(try recovered(disk) == [1, 2, 3, 4])
    var state = RecoveredState()
    let report = try Recovery(directory, on: MemoryStorage(disk)).run(into: &state)
    #expect(report.skipped.map(\.path) == ["/data/version-2/log.1"])
  }

  @Test("a torn tail that nothing continues is noticed")
  func tornGap() throws {
    var disk = try logs(1...3, 4...5).disk
    let torn = try #require(disk.names["/data/version-2/log.1"])
    disk.files[torn].bytes.removeLast(10)
    #expect(throws: RecoveryError.self) { try recovered(disk) }
  }

  @Test("a wrong checksum stops the recovery, with file and place")
  func damaged() throws {
    var disk = try logs(1...3).disk
    let log = try #require(disk.names["/data/version-2/log.1"])
    disk.files[log].bytes[100] ^= 1
    do {
      _ = try recovered(disk)
      Issue.record("the damage was not noticed")
    } catch RecoveryError.damaged(let damage) {
      #expect(damage.path == "/data/version-2/log.1" && damage.offset == 16)
      #expect("\(damage)".contains("checksum"))
    }
  }

  @Test("a directory in which every snapshot is damaged is refused, and each is named")
  func noValidSnapshot() throws {
    let golden = GoldenDirectory.all[0]
    var files = golden.files
    for snapshot in try golden.snapshots() { files[snapshot.path]?.removeLast() }
    do {
      _ = try recovered(MemoryDisk(files))
      Issue.record("damaged snapshots were taken")
    } catch RecoveryError.noValidSnapshot(let skipped) {
      #expect(skipped.count == 3)
    }
  }

  /// Logs behind an empty snapshot, one for each range of numbers.
  private func logs(_ ranges: ClosedRange<Int64>...) throws -> MemoryStorage {
    let storage = MemoryStorage()
    var state = RecoveredState()
    state.nodes = [.root]
    try state.write(at: .zero, on: storage)
    for range in ranges {
      var log = TransactionLog(in: directory, on: storage)
      try log.commit(range.map { .numbered($0) })
      try log.roll()
    }
    return storage
  }

  private func recovered(_ disk: MemoryDisk) throws -> [Int64] {
    var state = RecoveredState()
    _ = try Recovery(directory, on: MemoryStorage(disk)).run(into: &state)
    return state.transactions.map(\.zxid.rawValue)
  }
}
