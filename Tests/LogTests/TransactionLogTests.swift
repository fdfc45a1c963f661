import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

@Suite struct TransactionLogTests {
  private let directory = GoldenDirectory.location

  @Test("a log is named after its first transaction, and another follows after a roll")
  func roll() throws {
    let storage = MemoryStorage()
    var log = TransactionLog(in: directory, on: storage)
    try log.commit([.numbered(1), .numbered(2)])
    try log.commit([.numbered(3)])
    try log.roll()
    try log.commit([.numbered(17)])
    let names = try directory.logFiles(in: storage).map(\.name)
    #expect(names == ["log.1", "log.11"])
  }

  @Test("zeros are written ahead, and given back when the log is rolled")
  func zeros() throws {
    let storage = MemoryStorage()
    var log = TransactionLog(in: directory, on: storage)
    try log.commit([.numbered(1)])
    let first = try #require(storage.disk.bytes("/data/version-2/log.1"))
    let records = first.count - LogLimits.firstZerosBytes
    #expect(first[(records - 1)...].first == 0x42 && !first[records...].contains { $0 != 0 })
    let calls = storage.disk.calls
    try log.commit([.numbered(2)])
    #expect(storage.disk.calls == calls + 2, "one write and one sync")
    try log.prepareRoom()
    try log.prepareRoom()
    let second = try #require(storage.disk.bytes("/data/version-2/log.1"))
    #expect(second.count > LogLimits.moreZerosBytes)
    try log.roll()
    let rolled = try #require(storage.disk.bytes("/data/version-2/log.1"))
    #expect(rolled.last == 0x42 && rolled.count < 400)
  }

  @Test("a batch is durable when it is committed, unless nobody asks for that")
  func durability() throws {
    for (rule, expected) in [(TransactionLog.SyncRule.everyBatch, 2), (.never, 0)] {
      let storage = MemoryStorage()
      var log = TransactionLog(in: directory, on: storage, syncRule: rule)
      try log.commit([.numbered(1), .numbered(2)])
      let found = MemoryStorage(storage.disk.afterCrash(.nothing))
      var state = RecoveredState()
      _ = try Recovery(directory, on: found, trustsLogsAlone: true).run(into: &state)
      #expect(state.transactions.count == expected)
    }
  }

  @Test("an empty batch writes nothing")
  func empty() throws {
    let storage = MemoryStorage()
    var log = TransactionLog(in: directory, on: storage)
    try log.commit([])
    #expect(storage.disk.calls == 0)
  }
}
