import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel

@Suite struct DataDirectoryTests {
  private let directory = DataDirectory(dataDirectory: "/data", logDirectory: "/logs")

  @Test("only names that a server gives are taken for its files")
  func names() throws {
    let names = [
      "log.1", "log.ff", "log.", "log.x", "log.1.gz", "logs.1", "log", "snapshot.1f",
      "snapshot.2.gz", "snapshot.3.snappy", "snapshot.-1", "unfinished.snapshot.9", "myid",
    ]
    let storage = storage(names.map { "/data/version-2/" + $0 })
    let one = DataDirectory(dataDirectory: "/data")
    #expect(try one.logFiles(in: storage).map(\.name) == ["log.1", "log.ff"])
    #expect(
      try one.snapshotFiles(in: storage).map(\.name) == [
        "snapshot.2.gz", "snapshot.3.snappy", "snapshot.1f",
      ])
    #expect(try one.misplacedFiles(in: storage).isEmpty)
    try one.removeUnfinishedSnapshots(in: storage)
    #expect(storage.disk.names["/data/version-2/unfinished.snapshot.9"] == nil)
  }

  @Test("files of an ensemble are seen")
  func quorum() throws {
    let storage = storage(["/data/version-2/acceptedEpoch", "/data/version-2/currentEpoch"])
    #expect(try directory.quorumFiles(in: storage).count == 2)
  }

  @Test("files in the other's directory are seen")
  func misplaced() throws {
    let paths = ["/data/version-2/log.1", "/logs/version-2/snapshot.0", "/logs/version-2/log.1"]
    #expect(try directory.misplacedFiles(in: storage(paths)) == Array(paths.prefix(2)))
  }

  @Test("a purge keeps whole snapshots and the logs that the oldest of them needs")
  func purge() throws {
    let storage = MemoryStorage()
    let directory = GoldenDirectory.location
    var log = TransactionLog(in: directory, on: storage)
    var state = RecoveredState()
    state.nodes = [.root]
    for number in Int64(1)...5 {
      try log.commit([.numbered(2 * number - 1), .numbered(2 * number)])
      // One log goes on past its snapshot.
      if number != 3 { try log.roll() }
      try state.write(at: Zxid(rawValue: 2 * number), on: storage)
    }
    func dispensable(keeping count: Int) throws -> [String] {
      try Purge.dispensable(keeping: count, in: directory, on: storage)
        .map { String($0.dropFirst("/data/version-2/".count)) }.sorted()
    }
    #expect(try dispensable(keeping: 5).isEmpty)
    #expect(try dispensable(keeping: 4) == ["log.1", "snapshot.2"])
    let three = ["log.1", "log.3", "snapshot.2", "snapshot.4"]
    #expect(try dispensable(keeping: 3) == three && dispensable(keeping: 1) == three)
  }

  private func storage(_ paths: [String]) -> MemoryStorage {
    MemoryStorage(MemoryDisk(Dictionary(uniqueKeysWithValues: paths.map { ($0, []) })))
  }
}
