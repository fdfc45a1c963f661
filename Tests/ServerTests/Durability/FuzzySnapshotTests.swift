import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

@testable import ZooKeeperServer

/// A snapshot that was written while everything changed, and the log from its start on, together
/// give exactly the state that there was at the end.
@Suite struct FuzzySnapshotTests {
  private static let seeds = UInt64(1)...60

  @Test("as this server writes them")
  func ours() throws {
    for seed in Self.seeds {
      let storage = MemoryStorage()
      try directory.create(in: storage)
      var history = try FuzzyHistory(seed: seed, configuration)
      history.go(history.number(0...60))
      let store = try ServerStore(directory, [], on: storage, configuration) { _ in }
      history.machine.beginSnapshot()
      let run = try SnapshotRun(of: history.machine, in: store)
      while run.result == nil {
        let slice = history.number(1...3)
        try run.write(slice, of: &history.machine)
        history.go(history.number(0...4))
      }
      history.machine.endSnapshot()
      try run.result?.snapshot.publish()
      store.close()
      try expectNoStrangeLists(in: storage)
      history.go(history.number(0...20))
      try compare(history, with: storage, seed)
    }
  }

  /// Apache would take a number that is not in the table for the next list that it comes to.
  private func expectNoStrangeLists(in storage: MemoryStorage) throws {
    for file in try directory.snapshotFiles(in: storage) {
      var lists = Lists()
      var reader = try SnapshotReader(file, on: storage)
      _ = try reader.read(into: &lists)
      #expect(lists.used.isSubset(of: lists.given))
    }
  }

  private struct Lists: SnapshotReceiver {
    var given: Set<Int64> = [PersistedNode.openACL]
    var used: Set<Int64> = []

    mutating func receive(_ session: PersistedSession) {}
    mutating func receive(_ acl: PersistedACL) { given.insert(acl.id) }
    mutating func receive(_ node: PersistedNode) { used.insert(node.aclID) }
  }

  @Test("as Apache writes them: lists and nodes that came after the table of lists included")
  func theirs() throws {
    var strangers = 0
    for seed in Self.seeds {
      let storage = MemoryStorage()
      try directory.create(in: storage)
      var history = try FuzzyHistory(seed: seed, configuration)
      history.go(history.number(0...60))
      history.machine.beginSnapshot()
      let table = history.machine.tree.persistedACLs
      var numbers = ApacheNumbers(table)
      var writer = try SnapshotWriter(
        at: history.machine.tree.lastZxid, in: directory, on: storage)
      try writer.begin(sessions: history.machine.sessions.persisted, acls: table)
      var cursor = SnapshotCursor()
      while var node = history.machine.nextNode(&cursor) {
        let tree = history.machine.tree
        node.aclID = numbers.number(of: tree.find(node.path).map { tree.acl($0) } ?? [])
        try writer.add(node)
        history.go(history.number(0...4))
      }
      strangers += numbers.unwritten
      history.machine.endSnapshot()
      try writer.seal(lastZxid: history.machine.tree.lastZxid).publish()
      history.go(history.number(0...20))
      try compare(history, with: storage, seed)
    }
    #expect(strangers > 100)
  }

  @Test("a node that the snapshot shows after it came again, with a child, keeps its own counts")
  func cameAgain() throws {
    var revival = Revival(configuration)
    revival.beginSnapshot(at: Zxid(rawValue: 2))
    // The seventh transaction had happened when these were written.
    let stat = PersistedStat(
      czxid: Zxid(rawValue: 6), mzxid: Zxid(rawValue: 6), pzxid: Zxid(rawValue: 7), cversion: 1)
    for path in ["", "/p", "/p/c"] {
      revival.take(PersistedNode(path: path, data: [], aclID: PersistedNode.openACL, stat: stat))
    }
    let changes: [Change] = [
      creation("/p/d", parentCVersion: 100), .delete(path: "/p/d"), .delete(path: "/p"),
      creation("/p", parentCVersion: 1), creation("/p/c", parentCVersion: 1),
    ]
    for (index, change) in changes.enumerated() {
      revival.take(
        Transaction(
          session: SessionID(rawValue: 1), cxid: 0, zxid: Zxid(rawValue: Int64(index) + 3),
          time: Timestamp(millisecondsSinceEpoch: 0), change: change))
    }
    let tree = try revival.finish(at: MonotonicInstant(nanoseconds: 0)).tree
    let found = tree.stat(try #require(tree.find("/p")))
    // Visible counts are twice the creations minus the children.
    #expect(found.cversion.rawValue == 1 && found.numChildren == 1)
    #expect(found.czxid.rawValue == 6 && found.pzxid.rawValue == 7)
  }

  private func creation(_ path: String, parentCVersion: Int32) -> Change {
    .create(
      NodeCreation(
        path: path, data: [], acl: AccessControl.open.entries, parentCVersion: parentCVersion),
      isEphemeral: false)
  }

  /// Numbers for lists as Apache gives them: never the same one again.
  private struct ApacheNumbers {
    private var numbers: [[ACL]: Int64] = [:]
    private var next: Int64 = 1
    private(set) var unwritten = 0

    init(_ table: [PersistedACL]) {
      for entry in table {
        numbers[entry.acl] = entry.id
        next = max(next, entry.id + 1)
      }
    }

    mutating func number(of list: [ACL]) -> Int64 {
      if list == AccessControl.open.entries { return PersistedNode.openACL }
      if let number = numbers[list] { return number }
      unwritten += 1
      numbers[list] = next
      next += 1
      return next - 1
    }
  }

  private func compare(
    _ history: FuzzyHistory, with storage: MemoryStorage, _ seed: UInt64
  ) throws {
    var log = TransactionLog(in: directory, on: storage)
    var batch = LogBatch()
    for transaction in history.log { batch.append(transaction) }
    try log.commit(batch)
    let complaints = Complaints()
    let opening = ServerOpening(configuration: configuration, storage: storage) {
      complaints.add($0)
    }
    let opened = try opening.open()
    opened.store?.close()
    let comment = Comment(rawValue: "seed \(seed)")
    let found = nodes(of: opened.machine)
    let expected = nodes(of: history.machine)
    let paths = Set(found.keys).union(expected.keys)
    #expect(paths.filter { found[$0] != expected[$0] }.sorted() == [], comment)
    #expect(opened.machine.sessions.persisted == history.machine.sessions.persisted, comment)
    #expect(opened.machine.tree.digest == history.machine.tree.digest, comment)
    #expect(complaints.all == [], comment)
  }

  private struct Node: Equatable {
    var stored: PersistedNode
    var acl: [ACL]
  }

  private func nodes(of machine: ServerMachine) -> [String: Node] {
    var nodes: [String: Node] = [:]
    var machine = machine
    var cursor = SnapshotCursor()
    while var node = machine.nextNode(&cursor) {
      // Numbers are a matter of each table.
      node.aclID = 0
      let acl = machine.tree.find(node.path).map { machine.tree.acl($0) } ?? []
      nodes[node.path] = Node(stored: node, acl: acl)
    }
    return nodes
  }

  private let directory = DataDirectory(dataDirectory: "/data")

  private var configuration: ServerConfiguration {
    var configuration = ServerConfiguration(port: 0, storage: .directory("/data"))
    configuration.authentication.skipsACL = true
    configuration.snapshots.trustsLogsAlone = true
    configuration.log.zerosAheadBytes = 512
    return configuration
  }
}
