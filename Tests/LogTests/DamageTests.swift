import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// Real files that were cut or changed: read as far as they are whole, or refused.
@Suite struct DamageTests {
  private let directory = GoldenDirectory.all[0]

  @Test("a log cut at any byte gives a prefix of its transactions")
  func cutLog() throws {
    let log = try directory.logs()[0]
    let file = try #require(directory.files[log.path])
    let whole = try directory.transactions(log)
    let recordsEnd = file.count - file.reversed().prefix { $0 == 0 }.count
    for length in 0...recordsEnd {
      let (transactions, end) = try read(Array(file[..<length]))
      #expect(transactions == Array(whole.prefix(transactions.count)))
      #expect((transactions.count == whole.count) == (length == recordsEnd))
      // A log that ends after a record is whole, a log without its header is not.
      if end == .complete { #expect(length >= 16) }
      // A header is in one sector, which is written whole or not at all.
      guard length >= 16 else { continue }
      let (padded, _) = try read(Array(file[..<length]) + [UInt8](repeating: 0, count: 5_000))
      #expect(padded == transactions, "cut at \(length), with zeros behind")
    }
  }

  @Test("a flipped bit in a log is found, or ends the log before it")
  func flippedLog() throws {
    let log = try directory.logs()[0]
    let file = try #require(directory.files[log.path])
    let whole = try directory.transactions(log)
    let recordsEnd = file.count - file.reversed().prefix { $0 == 0 }.count
    var refused = 0
    for offset in 0..<recordsEnd {
      for bit in 0..<8 {
        var damaged = file
        damaged[offset] ^= 1 << UInt8(bit)
        guard let (transactions, _) = try? read(damaged) else {
          refused += 1
          continue
        }
        #expect(transactions == Array(whole.prefix(transactions.count)), "byte \(offset)")
        // The number of the database in the header says nothing.
        #expect(transactions.count < whole.count || (8..<16).contains(offset), "byte \(offset)")
      }
    }
    // Only a length and an end mark that were changed look like a record that was not finished.
    #expect(refused > recordsEnd * 8 * 9 / 10)
  }

  @Test("a snapshot cut at any byte is refused", arguments: [0, 2])
  func cutSnapshot(_ index: Int) throws {
    let directory = GoldenDirectory.all[index]
    let snapshot = try directory.snapshots()[1]
    let file = try #require(directory.files[snapshot.path])
    for length in 0..<file.count {
      // The parts behind the first seal are optional, so an end after any seal is an end.
      let isSealed = length == file.count - 33 && snapshot.suffix == nil
      #expect((try? read(snapshot, Array(file[..<length]))) == nil || isSealed, "\(length)")
    }
  }

  @Test("a flipped bit in a snapshot is found", arguments: [0, 2])
  func flippedSnapshot(_ index: Int) throws {
    let directory = GoldenDirectory.all[index]
    let snapshot = try directory.snapshots()[1]
    let file = try #require(directory.files[snapshot.path])
    let whole = try directory.state(snapshot)
    for offset in file.indices {
      for bit in 0..<8 {
        var damaged = file
        damaged[offset] ^= 1 << UInt8(bit)
        // Some bits around what is compressed say nothing, such as the time.
        let state = try? read(snapshot, damaged)
        #expect(state == nil || (state == whole && snapshot.suffix == "gz"), "byte \(offset)")
      }
    }
  }

  @Test("a damaged snapshot makes room for an older one, and is named")
  func fallback() throws {
    let newest = try #require(try directory.snapshots().last)
    var files = directory.files
    files[newest.path]?[100] ^= 1
    var state = RecoveredState()
    let storage = MemoryStorage(MemoryDisk(files))
    let report = try Recovery(GoldenDirectory.location, on: storage).run(into: &state)
    #expect(report.lastZxid.rawValue == 0x21)
    #expect(report.skipped.map(\.path) == [newest.path])
    #expect(state.begun.map(\.rawValue) == [0x21, 0x1E], "what the first one gave is forgotten")
    #expect(state.transactions.map(\.zxid.rawValue) == [0x1F, 0x20, 0x21])
  }

  private func read(_ log: [UInt8]) throws -> ([Transaction], LogFileReader.End?) {
    let storage = MemoryStorage(MemoryDisk(["/log": log]))
    var reader = try LogFileReader("/log", on: storage)
    var transactions: [Transaction] = []
    while let transaction = try reader.next() { transactions.append(transaction) }
    return (transactions, reader.end)
  }

  private func read(_ snapshot: NumberedFile, _ bytes: [UInt8]) throws -> RecoveredState {
    var state = RecoveredState()
    let storage = MemoryStorage(MemoryDisk([snapshot.path: bytes]))
    var reader = try SnapshotReader(snapshot, on: storage)
    state.tail = try reader.read(into: &state)
    return state
  }
}
