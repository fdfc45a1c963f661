import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// Quotas as the tree keeps them and writes are held to them.
@Suite struct TreeQuotaTests {
  private var tree = DataTree(.init(checksum: nil, hashKey: 1))
  private var zxid: Int64 = 0

  init() {
    create("/app", 10)
    create("/app/a", 5)
    create("/zookeeper/quota/app", 0)
    create("/zookeeper/quota/app/zookeeper_limits", text: "count=-1,bytes=-1=;countHardLimit=4")
    create("/zookeeper/quota/app/zookeeper_stats", text: "count=0,bytes=0")
  }

  private mutating func create(_ path: String, _ count: Int) {
    create(path, data: [UInt8](repeating: 1, count: count))
  }

  private mutating func create(_ path: String, text: String) {
    create(path, data: Array(text.utf8))
  }

  private mutating func create(_ path: String, data: [UInt8]) {
    let node = NodeCreation(
      path: path, data: data, acl: AccessControl.open.entries, parentCVersion: -1)
    apply(.create(node, isEphemeral: false))
  }

  private mutating func apply(_ change: Change) {
    zxid += 1
    let transaction = Transaction(
      session: SessionID(rawValue: 7), cxid: 1, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: 1), change: change)
    tree.apply(transaction) { _ in }
  }

  private var stats: NodeID? { tree.find("/zookeeper/quota/app/zookeeper_stats") }

  private func used(_ tree: DataTree) -> String? {
    tree.find("/zookeeper/quota/app/zookeeper_stats").flatMap { tree.data($0) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("a stats node starts with what is there, the node with the quota included")
  func counting() {
    #expect(used(tree) == "count=2,bytes=15")
  }

  @Test("it follows creates, deletes and changes of data, and moves no version of its own")
  mutating func following() throws {
    let node = try #require(stats)
    let before = tree.stat(node)
    create("/app/b", 7)
    #expect(used(tree) == "count=3,bytes=22")
    apply(.setData(path: "/app/b", data: [1], version: Version(rawValue: 1)))
    #expect(used(tree) == "count=3,bytes=16")
    apply(.delete(path: "/app/a"))
    #expect(used(tree) == "count=2,bytes=11")
    create("/beside", 100)
    #expect(used(tree) == "count=2,bytes=11")
    let after = tree.stat(node)
    #expect(after.mzxid == before.mzxid && after.version == before.version)
    // Whoever reads it sees the last change that it counted.
    #expect(tree.lastTouched(node).rawValue == zxid - 1)
  }

  @Test("without its limits node nothing is charged any more")
  mutating func withoutLimits() {
    apply(.delete(path: "/zookeeper/quota/app/zookeeper_limits"))
    create("/app/b", 7)
    #expect(used(tree) == "count=2,bytes=15")
  }

  @Test("a write beyond a hard limit is refused, if the server enforces quotas")
  mutating func enforcing() {
    func refusal(_ tree: DataTree, enforcing: Bool) -> ErrorCode? {
      let context = Admission.Context(
        session: SessionID(rawValue: 7), identities: [], access: Access(), extendedTypes: false,
        enforcesQuota: enforcing)
      var admission = Admission(context, isMulti: false)
      let request = CreateRequest(
        path: "/app/new", data: nil, acl: AccessControl.open.entries, flags: .persistent)
      do throws(Admission.Refusal) {
        _ = try admission.create(.create, request, in: tree)
        return nil
      } catch {
        return error.code
      }
    }
    create("/app/b", 0)
    #expect(refusal(tree, enforcing: true) == nil, "the fourth")
    create("/app/c", 0)
    #expect(refusal(tree, enforcing: true) == .quotaExceeded)
    #expect(refusal(tree, enforcing: false) == nil)
  }

  @Test("quotas come back with a snapshot, counted anew")
  func restoring() {
    var copy = DataTree(.init(checksum: nil, hashKey: 2))
    var cursor = SnapshotCursor()
    while var node = cursor.next(in: tree) {
      if node.path.hasSuffix("zookeeper_stats") { node.data = [] }
      _ = copy.restore(node, acl: AccessControl.open.entries)
    }
    copy.restoreQuotas()
    #expect(used(copy) == "count=2,bytes=15")
  }
}
