import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// A record that lies on several sectors, of which not all reached the disk.
@Suite struct SectorTearTests {
  private static let sectorBytes = 512

  @Test("without any of its sectors a record was never written, and what is before it counts")
  func everySector() throws {
    let whole = try file()
    for sector in 0..<(whole.count + Self.sectorBytes - 1) / Self.sectorBytes {
      var torn = whole
      let range = sector * Self.sectorBytes..<min((sector + 1) * Self.sectorBytes, whole.count)
      // The first sector holds a record that was durable before; it is lost no more.
      let start = max(range.lowerBound, try lastRecordOffset())
      if start >= range.upperBound { continue }
      for offset in start..<range.upperBound { torn[offset] = 0 }
      let found = try read(torn)
      #expect(found.count == 1, "sector \(sector)")
      #expect(found.end == .torn(offset: try lastRecordOffset()) || sector == 0)
    }
  }

  @Test("what is torn is cut off, so that nobody takes it for damage")
  func cut() throws {
    var torn = try file()
    let end = try lastRecordOffset()
    for offset in 1_024..<1_536 { torn[offset] = 0 }
    let logs = GoldenDirectory.location.logs
    let storage = MemoryStorage(
      MemoryDisk([logs + "/log.1": torn, logs + "/log.3": [0, 0]]))
    let recovery = Recovery(GoldenDirectory.location, on: storage, trustsLogsAlone: true)
    var state = RecoveredState()
    try recovery.settle(try recovery.run(into: &state))
    #expect(storage.disk.bytes(logs + "/log.1") == Array(torn[..<end]))
    #expect(storage.disk.bytes(logs + "/log.3") == nil)
    var again = RecoveredState()
    let report = try recovery.run(into: &again)
    #expect(report.skipped.isEmpty)
    #expect(again.transactions == state.transactions)
  }

  @Test("a changed bit on a sector that is there is damage")
  func damage() throws {
    var damaged = try file()
    damaged[700] ^= 1
    #expect(throws: RecoveryError.self) { try read(damaged) }
  }

  private func file() throws -> [UInt8] {
    let storage = MemoryStorage()
    var log = TransactionLog(in: GoldenDirectory.location, on: storage)
    try log.commit([.numbered(1)])
    try log.commit([.numbered(2, dataBytes: 2_000)])
    try log.roll()
    return try #require(storage.disk.bytes("/data/version-2/log.1"))
  }

  private func lastRecordOffset() throws -> Int {
    var batch = LogBatch()
    batch.append(.numbered(1))
    return 16 + batch.bytes.byteCount
  }

  private func read(_ bytes: [UInt8]) throws -> (count: Int, end: LogFileReader.End?) {
    let storage = MemoryStorage(MemoryDisk(["/log": bytes]))
    var reader = try LogFileReader("/log", on: storage)
    var count = 0
    while try reader.next() != nil { count += 1 }
    return (count, reader.end)
  }
}
