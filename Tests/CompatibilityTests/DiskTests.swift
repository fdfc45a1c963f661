import PeerSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// Data directories that we write and real servers open, and the reverse.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DiskTests {
  private let storage = FileStorage()

  @Test("a real server opens what we wrote, and goes on with it", arguments: [false, true])
  func ours(_ isCompressed: Bool) throws {
    for reference in try Peers.references() {
      let scratch = try ScratchDirectory("zookeeper-data")
      let directory = DataDirectory(dataDirectory: scratch.path)
      try write(to: directory, compression: isCompressed ? .gzip : .none)
      let server = try ApacheServer(reference, configuration(scratch))
      #expect(try server.fourLetterWord("srvr").contains("Zxid: 0x8\n"))
      #expect(try server.fourLetterWord("dump").contains("0x1000000000000a1"))
      var client = try RawClient(to: server)
      let data = try client.call(.getData(ReadRequest(path: "/a", watch: false))).reply
      guard case .data(let found) = data else {
        Issue.record("getData answered \(String(describing: data))")
        return
      }
      #expect(found.data == [2] && found.stat.version == Version(rawValue: 1))
      #expect(found.stat.czxid.rawValue == 3 && found.stat.mzxid.rawValue == 4)
      let children = try client.call(.getChildren(ReadRequest(path: "/", watch: false))).reply
      guard case .children(let names) = children else {
        Issue.record("getChildren answered \(String(describing: children))")
        return
      }
      #expect(Set(names ?? []) == ["zookeeper", "old", "a", "e", "c", "t", "m"])
      let acl = try client.call(.getACL(PathRequest(path: "/old"))).reply
      guard case .acl(let list) = acl else {
        Issue.record("getACL answered \(String(describing: acl))")
        return
      }
      #expect(list.acl == AccessControl.readOnly.entries)
      #expect(try client.call(.closeSession).error == .ok)
      server.kill()
      let state = try recover(directory)
      #expect(state.transactions.contains { $0.change.isEndOfSession })
      #expect(state.paths.isSuperset(of: ["", "/zookeeper", "/old", "/a", "/e", "/m"]))
    }
  }

  @Test("a real server replays the log from the name of a snapshot, not from its end")
  func fuzzy() throws {
    for reference in try Peers.references() {
      let scratch = try ScratchDirectory("zookeeper-data")
      let directory = DataDirectory(dataDirectory: scratch.path)
      try write(to: directory, compression: .none)
      // Written while transactions 3 and 4 happened, and too early to see them.
      var snapshot = try SnapshotWriter(at: Zxid(rawValue: 2), in: directory, on: storage)
      try addOldTree(to: &snapshot)
      let end = Zxid(rawValue: 4)
      let digest = SnapshotDigest(zxid: end, digest: TreeDigest(value: 1))
      try snapshot.seal(digest: digest, lastZxid: end).publish()
      let server = try ApacheServer(reference, configuration(scratch))
      #expect(try server.fourLetterWord("srvr").contains("Zxid: 0x8\n"))
      var client = try RawClient(to: server)
      #expect(try client.call(.exists(ReadRequest(path: "/a", watch: false))).error == .ok)
      #expect(try client.call(.exists(ReadRequest(path: "/m", watch: false))).error == .ok)
    }
  }

  @Test("Apache's own tools read what we wrote")
  func tools() throws {
    for reference in try Peers.references() {
      let scratch = try ScratchDirectory("zookeeper-data")
      let directory = DataDirectory(dataDirectory: scratch.path)
      try write(to: directory, compression: .none)
      func run(_ tool: String, _ arguments: String...) throws -> String {
        try PeerProcess.run(
          reference.java("org.apache.zookeeper.server." + tool) + arguments)
      }
      let log = try run("persistence.TxnLogToolkit", directory.logs + "/log.1", "-d")
      for type in [
        "createSession", "create", "setData", "createContainer", "createTTL", "multi", "error",
      ] {
        // 3.8 and 3.9 spell createTTL differently.
        #expect(log.lowercased().contains(" \(type.lowercased()) "), "\(type), \(log)")
      }
      #expect(!log.contains("CRC ERROR"))
      let snapshot = try run("SnapshotFormatter", "-d", directory.snapshots + "/snapshot.0")
      #expect(snapshot.contains("/old"))
    }
  }

  @Test("we read what a real server wrote a moment ago", arguments: [true, false])
  func theirs(_ isKilled: Bool) throws {
    for reference in try Peers.references() {
      let scratch = try ScratchDirectory("zookeeper-data")
      let server = try ApacheServer(reference, configuration(scratch))
      var client = try RawClient(to: server)
      for number in 0..<500 {
        let node = CreateRequest(
          path: "/\(number)", data: [UInt8](repeating: 7, count: number),
          acl: AccessControl.open.entries, flags: number % 2 == 0 ? .persistent : .ephemeral)
        #expect(try client.call(.create(node)).error == .ok)
      }
      if isKilled { server.kill() } else { server.stop() }
      let state = try recover(DataDirectory(dataDirectory: scratch.path))
      #expect(state.paths.isSuperset(of: (0..<500).map { "/\($0)" }))
      #expect(state.transactions.map(\.zxid.rawValue) == Array(1...501))
    }
  }

  private func configuration(_ scratch: ScratchDirectory) -> ServerConfiguration {
    ServerConfiguration(["dataDir": scratch.path, "extendedTypesEnabled": "true"])
  }

  private func recover(_ directory: DataDirectory) throws -> FoundState {
    var state = FoundState()
    let report = try Recovery(directory, on: storage).run(into: &state)
    #expect(report.skipped.isEmpty)
    return state
  }

  /// A snapshot with what every server has and one more node, and a log with a change of each kind.
  private func write(
    to directory: DataDirectory, compression: SnapshotWriter.Compression
  ) throws {
    try directory.create(in: storage)
    var snapshot = try SnapshotWriter(
      at: .zero, compression: compression, in: directory, on: storage)
    try addOldTree(to: &snapshot)
    try snapshot.seal(lastZxid: .zero).publish()
    try writeLog(to: directory)
  }

  private func addOldTree(to snapshot: inout SnapshotWriter) throws {
    try snapshot.begin(
      sessions: [
        PersistedSession(id: SessionID(rawValue: 0x1000_0000_0000_0A1), timeoutMilliseconds: 40_000)
      ],
      acls: [PersistedACL(id: 1, acl: AccessControl.readOnly.entries)])
    for path in ["", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"] {
      try snapshot.add(PersistedNode(path: path, data: [], aclID: -1, stat: PersistedStat()))
    }
    try snapshot.add(PersistedNode(path: "/old", data: nil, aclID: 1, stat: PersistedStat()))
  }

  private func writeLog(to directory: DataDirectory) throws {
    var log = TransactionLog(in: directory, on: storage)
    var batch = LogBatch()
    for (index, change) in changes.enumerated() {
      batch.append(
        Transaction(
          session: SessionID(rawValue: 0x1000_0000_0000_0A2), cxid: Int32(index),
          zxid: Zxid(rawValue: Int64(index) + 1),
          time: Timestamp(millisecondsSinceEpoch: 1_700_000_000_000), change: change))
      // Some batches hold one transaction, some two.
      if index % 3 != 0 {
        try log.commit(batch)
        batch.removeAll()
      }
    }
    try log.commit(batch)
  }

  private var changes: [Change] {
    func node(_ path: String, _ parentCVersion: Int32) -> NodeCreation {
      NodeCreation(
        path: path, data: [1], acl: AccessControl.open.entries, parentCVersion: parentCVersion)
    }
    return [
      .createSession(timeoutMilliseconds: 40_000), .error(.noNode),
      .create(node("/a", 1), isEphemeral: false),
      .setData(path: "/a", data: [2], version: Version(rawValue: 1)),
      .create(node("/e", 2), isEphemeral: true), .createContainer(node("/c", 3)),
      .createTTL(node("/t", 4), ttlMilliseconds: 3_600_000),
      .multi([
        .create(node("/m", 5), isEphemeral: false), .create(node("/gone", 6), isEphemeral: false),
        .delete(path: "/gone"),
      ]),
    ]
  }
}

/// What recovery brought back.
private struct FoundState: RecoveryReceiver {
  var paths: Set<String> = []
  var transactions: [Transaction] = []

  mutating func beginSnapshot(at zxid: Zxid) { self = FoundState() }
  mutating func receive(_ session: PersistedSession) {}
  mutating func receive(_ acl: PersistedACL) {}
  mutating func receive(_ node: PersistedNode) { paths.insert(node.path) }

  mutating func receive(_ transaction: Transaction) {
    transactions.append(transaction)
    if case .create(let node, _) = transaction.change { paths.insert(node.path) }
  }
}

extension Change {
  fileprivate var isEndOfSession: Bool {
    if case .closeSession = self { true } else { false }
  }
}
