import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// A server's state on its way back from a snapshot and what was logged after it.
@Suite struct RevivalTests {
  private let now = MonotonicInstant(nanoseconds: 0)
  private let mine = SessionID(rawValue: 0x100_0000_0000_0007)
  private let other = SessionID(rawValue: 0x100_0000_0000_0009)
  private var revival = RevivalTests.empty()

  /// A sum of bytes stands for CRC-32: order is not what is tested here.
  private static func empty() -> Revival {
    Revival(
      tree: .init(
        extendedTypes: true,
        checksum: { seed, bytes in
          bytes.indices.reduce(seed) { $0 &* 31 &+ UInt32(bytes[$1]) }
        }, hashKey: 1),
      sessions: .init(tick: 2_000), ids: .init(startingAtMilliseconds: 0))
  }

  private func node(_ path: String, owner: SessionID = .none, acl: Int64 = -1) -> PersistedNode {
    PersistedNode(
      path: path, data: [1], aclID: acl, stat: PersistedStat(ephemeralOwner: owner.rawValue))
  }

  private func transaction(
    _ zxid: Int64, _ change: Change, by session: SessionID? = nil, digest: TreeDigest? = nil
  ) -> Transaction {
    Transaction(
      session: session ?? mine, cxid: 1, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: 5), change: change, digest: digest)
  }

  private func creation(_ path: String) -> NodeCreation {
    NodeCreation(path: path, data: [2], acl: AccessControl.open.entries, parentCVersion: -1)
  }

  @Test("without any data there is the tree of a new server")
  func nothing() throws {
    let revived = try revival.finish(at: now)
    #expect(revived.tree.reportedCount == 5 && revived.tree.lastZxid == .zero)
    #expect(revived.sessions.count == 0)
  }

  @Test("nodes, lists and sessions come back, and the place in the order of changes")
  mutating func snapshot() throws {
    revival.beginSnapshot(at: Zxid(rawValue: 7))
    revival.take(PersistedSession(id: mine, timeoutMilliseconds: 9_000))
    revival.take(PersistedACL(id: 12, acl: AccessControl.readOnly.entries))
    for path in ["", "/zookeeper", "/zookeeper/quota"] { revival.take(node(path)) }
    revival.take(node("/a", acl: 12))
    revival.take(node("/a/e", owner: mine))
    let revived = try revival.finish(at: now)
    #expect(revived.tree.lastZxid.rawValue == 7)
    let found = try #require(revived.tree.find("/a"))
    #expect(revived.tree.acl(found) == AccessControl.readOnly.entries)
    #expect(revived.tree.children(of: found) == ["e"])
    #expect(revived.tree.ephemeralPaths(of: mine) == ["/a/e"])
    #expect(
      revived.sessions.persisted
        == [PersistedSession(id: mine, timeoutMilliseconds: 9_000)])
    // The first tick after the timeout of 9 s.
    #expect(revived.sessions.nextDeadline == MonotonicInstant(nanoseconds: 10_000_000_000))
  }

  @Test("a second snapshot replaces the damaged one before it")
  mutating func again() throws {
    revival.beginSnapshot(at: Zxid(rawValue: 7))
    revival.take(PersistedSession(id: mine, timeoutMilliseconds: 9_000))
    revival.take(node("/of-the-damaged-one"))
    revival.take(node("/nowhere/child"))
    revival.beginSnapshot(at: Zxid(rawValue: 3))
    revival.take(node("/a"))
    let revived = try revival.finish(at: now)
    #expect(revived.tree.find("/of-the-damaged-one") == nil && revived.tree.find("/a") != nil)
    #expect(revived.tree.lastZxid.rawValue == 3 && revived.sessions.count == 0)
  }

  @Test("sessions open and close with the log, and their nodes come and go")
  mutating func log() throws {
    revival.take(transaction(1, .createSession(timeoutMilliseconds: 8_000)))
    revival.take(transaction(2, .createSession(timeoutMilliseconds: 6_000), by: other))
    revival.take(transaction(3, .create(creation("/e"), isEphemeral: true)))
    revival.take(transaction(4, .create(creation("/f"), isEphemeral: true), by: other))
    revival.take(transaction(5, .closeSession(paths: ["/f"]), by: other))
    let revived = try revival.finish(at: now)
    #expect(
      revived.sessions.persisted
        == [PersistedSession(id: mine, timeoutMilliseconds: 8_000)])
    #expect(revived.tree.find("/e") != nil && revived.tree.find("/f") == nil)
    #expect(revived.tree.lastZxid.rawValue == 5)
  }

  @Test("no session gets a number again, not even of one that is closed or has only a node")
  mutating func numbers() throws {
    revival.beginSnapshot(at: Zxid(rawValue: 1))
    revival.take(PersistedSession(id: mine, timeoutMilliseconds: 8_000))
    var ids = try revival.finish(at: now).sessions.ids
    #expect(ids.next().rawValue == mine.rawValue + 1)
    revival.take(transaction(2, .createSession(timeoutMilliseconds: 6_000), by: other))
    revival.take(transaction(3, .closeSession(paths: []), by: other))
    ids = try revival.finish(at: now).sessions.ids
    #expect(ids.next().rawValue == other.rawValue + 1)
    let lost = SessionID(rawValue: other.rawValue + 20)
    revival.beginSnapshot(at: Zxid(rawValue: 1))
    revival.take(node("/e", owner: lost))
    ids = try revival.finish(at: now).sessions.ids
    #expect(ids.next().rawValue == lost.rawValue + 1)
  }

  @Test("a node whose session nobody knows goes, and nothing else does")
  mutating func lost() throws {
    revival.beginSnapshot(at: Zxid(rawValue: 4))
    revival.take(PersistedSession(id: mine, timeoutMilliseconds: 8_000))
    revival.take(node("/mine", owner: mine))
    revival.take(node("/theirs", owner: other))
    let container = SessionID(rawValue: NodeKind.container.storedOwner)
    revival.take(node("/container", owner: container))
    let ttl = SessionID(rawValue: NodeKind.timeToLive(milliseconds: 5).storedOwner)
    revival.take(node("/ttl", owner: ttl))
    let tree = try revival.finish(at: now).tree
    #expect(tree.find("/theirs") == nil && tree.lastZxid.rawValue == 4)
    for path in ["/mine", "/container", "/ttl"] { #expect(tree.find(path) != nil, "\(path)") }
  }

  @Test("a snapshot may be older or newer than what is replayed over it")
  mutating func fuzzy() throws {
    revival.beginSnapshot(at: Zxid(rawValue: 2))
    // Written when transactions 3 and 5 had happened; 4 deleted the node that 5 made anew.
    var early = node("/e", owner: mine)
    early.stat.czxid = Zxid(rawValue: 3)
    var late = node("/e", owner: other)
    late.stat.czxid = Zxid(rawValue: 5)
    revival.take(PersistedSession(id: mine, timeoutMilliseconds: 8_000))
    revival.take(PersistedSession(id: other, timeoutMilliseconds: 8_000))
    revival.take(early)
    revival.take(late)
    revival.take(transaction(3, .create(creation("/e"), isEphemeral: true)))
    revival.take(transaction(4, .delete(path: "/e")))
    revival.take(transaction(5, .create(creation("/e"), isEphemeral: true), by: other))
    let tree = try revival.finish(at: now).tree
    #expect(tree.ephemeralPaths(of: mine) == [] && tree.ephemeralPaths(of: other) == ["/e"])
    #expect(tree.lastZxid.rawValue == 5)
  }

  @Test("quotas are counted when the snapshot ends, and the log goes on counting")
  mutating func quotas() throws {
    let quota = "/zookeeper/quota/a"
    revival.beginSnapshot(at: Zxid(rawValue: 1))
    for path in ["/zookeeper", "/zookeeper/quota", quota, "/a", "/a/b"] {
      revival.take(node(path))
    }
    for name in ["/zookeeper_limits", "/zookeeper_stats"] {
      var record = node(quota + name)
      record.data = Array("count=9,bytes=99".utf8)
      revival.take(record)
    }
    revival.take(transaction(2, .create(creation("/a/c"), isEphemeral: false)))
    let tree = try revival.finish(at: now).tree
    let stats = try #require(tree.find(quota + "/zookeeper_stats"))
    #expect(String(decoding: tree.data(stats) ?? [], as: UTF8.self) == "count=3,bytes=3")
  }

  @Test("a node before its parent, or with a list that is not there, makes no tree")
  mutating func faults() {
    revival.beginSnapshot(at: Zxid(rawValue: 1))
    revival.take(node("/parent/child"))
    revival.take(node("/a", acl: 3))
    #expect(throws: Revival.Fault.orphan(path: "/parent/child")) { try revival.finish(at: now) }
    revival.beginSnapshot(at: Zxid(rawValue: 1))
    revival.take(node("/a", acl: 3))
    #expect(throws: Revival.Fault.unknownACL(path: "/a", number: 3)) {
      try revival.finish(at: now)
    }
  }

  @Test("lists that no node has are not kept")
  mutating func lists() throws {
    revival.beginSnapshot(at: Zxid(rawValue: 1))
    revival.take(PersistedACL(id: 1, acl: AccessControl.readOnly.entries))
    revival.take(PersistedACL(id: 2, acl: AccessControl.creatorAll.entries))
    revival.take(node("/a", acl: 1))
    let kept = try revival.finish(at: now).tree.persistedACLs.map(\.acl)
    // The node with the configuration has the same list.
    #expect(kept == [AccessControl.readOnly.entries])
  }
}

/// The digest of the tree against what the disk says of it.
extension RevivalTests {
  private func digest(after transactions: [Transaction]) throws -> TreeDigest? {
    var writer = RevivalTests.empty()
    for transaction in transactions { writer.take(transaction) }
    return try writer.finish(at: now).tree.digest
  }

  @Test("the first difference is told, and every tree that the log describes passes")
  mutating func digests() throws {
    let first = transaction(1, .create(creation("/a"), isEphemeral: false))
    let second = transaction(2, .create(creation("/b"), isEphemeral: false))
    var stamped = [first, second]
    stamped[0].digest = try digest(after: [first])
    stamped[1].digest = try digest(after: [first, second])
    for transaction in stamped { revival.take(transaction) }
    #expect(revival.mismatch == nil)
    revival = RevivalTests.empty()
    stamped[0].digest?.value += 1
    stamped[1].digest?.value += 1
    for transaction in stamped { revival.take(transaction) }
    #expect(revival.mismatch?.zxid.rawValue == 1)
    #expect(revival.mismatch?.stored == stamped[0].digest)
  }

  @Test("a tree that has caught up with the log is the right one")
  mutating func caughtUp() throws {
    let first = transaction(1, .create(creation("/a"), isEphemeral: false))
    let second = transaction(2, .setData(path: "/a", data: [9], version: Version(rawValue: 1)))
    var stamped = [first, second]
    stamped[0].digest = TreeDigest(value: 1)
    stamped[1].digest = try digest(after: [first, second])
    revival.take(stamped[0])
    #expect(revival.mismatch != nil)
    revival.take(stamped[1])
    #expect(revival.mismatch == nil)
  }

  @Test("what a snapshot says of the tree counts at its own moment only")
  mutating func ofSnapshot() {
    let wrong = TreeDigest(value: 1)
    revival.beginSnapshot(at: Zxid(rawValue: 3))
    revival.compare(wrong, at: Zxid(rawValue: 4))
    revival.compare(TreeDigest(version: 1, value: 1), at: Zxid(rawValue: 3))
    #expect(revival.mismatch == nil)
    revival.compare(wrong, at: Zxid(rawValue: 3))
    #expect(revival.mismatch?.stored == wrong)
  }
}
