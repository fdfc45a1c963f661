import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// What a client sees, and what it must wait for until it may.
@Suite struct ReadingTests {
  private var tree = DataTree(.init(checksum: nil, hashKey: 1))
  private let reading: Reading
  private let hash = Identity(scheme: "digest", id: "user:hash")

  init() {
    reading = Reading(
      session: SessionID(rawValue: 7), identities: [Identity(scheme: "ip", id: "127.0.0.1")],
      access: Access())
    create("/a", zxid: 11)
    create("/a/b", zxid: 12)
    create("/a/b/c", zxid: 13, isEphemeral: true)
    create("/ab", zxid: 14, isEphemeral: true)
    create("/hidden", zxid: 15, acl: [ACL(.all, for: hash)])
    create("/listed", zxid: 16, acl: [ACL(.read, for: .anyone), ACL(.all, for: hash)])
  }

  private mutating func create(
    _ path: String, zxid: Int64, isEphemeral: Bool = false,
    acl: [ACL] = AccessControl.open.entries
  ) {
    let node = NodeCreation(path: path, data: [1], acl: acl, parentCVersion: -1)
    apply(.create(node, isEphemeral: isEphemeral), zxid: zxid)
  }

  private mutating func apply(_ change: Change, zxid: Int64) {
    let transaction = Transaction(
      session: SessionID(rawValue: 7), cxid: 1, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: 1), change: change)
    tree.apply(transaction) { _ in }
  }

  private func read(_ path: String, watch: Bool = false) -> ReadRequest {
    ReadRequest(path: path, watch: watch)
  }

  @Test("a read waits for the last change of its node, and for no other")
  mutating func gates() {
    #expect(reading.getData(read("/a/b/c"), in: tree).gate.rawValue == 13)
    // Its children came and went, so its list did change.
    #expect(reading.getData(read("/a/b"), in: tree).gate.rawValue == 13)
    #expect(reading.getChildren(read("/a"), in: tree).gate.rawValue == 12)
    apply(.setData(path: "/a", data: nil, version: Version(rawValue: 1)), zxid: 20)
    #expect(reading.exists(read("/a"), in: tree).gate.rawValue == 20)
    #expect(reading.getData(read("/a/b/c"), in: tree).gate.rawValue == 13)
  }

  @Test("that a node is missing waits for the last change of the nearest node above it")
  mutating func missingGates() {
    #expect(reading.getData(read("/a/none/deeper"), in: tree).gate.rawValue == 12)
    #expect(reading.getData(read("/a/none/deeper"), in: tree).error == .noNode)
    apply(.delete(path: "/a/b/c"), zxid: 21)
    #expect(reading.exists(read("/a/b/c"), in: tree).gate.rawValue == 21)
  }

  @Test("what no node was touched by waits for everything")
  func wideGates() {
    let everything = tree.lastZxid
    #expect(reading.getAllChildrenNumber(PathRequest(path: "/a"), in: tree).gate == everything)
    #expect(reading.getEphemerals(EphemeralsRequest(prefix: nil), in: tree).gate == everything)
    let steps = MultiRequest(operations: [.getData(read("/a")), .getChildren(read("/ab"))])
    #expect(reading.multiRead(steps, in: tree).gate.rawValue == 14)
  }

  @Test("exists leaves a watch on a missing node, the other reads do not")
  func watches() {
    #expect(reading.exists(read("/none", watch: true), in: tree).watch == .data("/none"))
    #expect(reading.exists(read("/a", watch: true), in: tree).watch == .data("/a"))
    #expect(reading.exists(read("/hidden", watch: true), in: tree).watch == nil)
    #expect(reading.getData(read("/none", watch: true), in: tree).watch == nil)
    #expect(reading.getData(read("/a", watch: true), in: tree).watch == .data("/a"))
    #expect(reading.getChildren(read("/a", watch: true), in: tree).watch == .children("/a"))
    #expect(reading.getChildren2(read("/a", watch: true), in: tree).watch == .children("/a"))
    #expect(reading.getChildren2(read("/none", watch: true), in: tree).watch == nil)
    #expect(reading.getData(read("/a"), in: tree).watch == nil)
  }

  @Test("who may not read gets no word of a node but that")
  func permissions() {
    for answer in [
      reading.exists(read("/hidden"), in: tree), reading.getData(read("/hidden"), in: tree),
      reading.getChildren(read("/hidden"), in: tree),
      reading.getChildren2(read("/hidden"), in: tree),
      reading.getACL(PathRequest(path: "/hidden"), in: tree),
      reading.getAllChildrenNumber(PathRequest(path: "/hidden"), in: tree),
    ] {
      #expect(answer.error == .noAuth && answer.reply == nil)
      #expect(answer.gate.rawValue == 15)
    }
  }

  @Test("who cannot change a list sees it without hashes")
  func masking() throws {
    let answer = reading.getACL(PathRequest(path: "/listed"), in: tree)
    guard case .acl(let reply)? = answer.reply else {
      Issue.record("\(answer)")
      return
    }
    #expect(reply.acl?.last?.identity.id == "user:x")
    let admin = Reading(session: reading.session, identities: [hash], access: Access())
    guard case .acl(let open)? = admin.getACL(PathRequest(path: "/listed"), in: tree).reply else {
      Issue.record("the owner does not see the list")
      return
    }
    #expect(open.acl?.last?.identity == hash)
  }

  @Test("only exists looks at the path itself")
  func paths() {
    #expect(reading.exists(read("/nul\u{0}"), in: tree).error == .badArguments)
    #expect(reading.getData(read("/nul\u{0}"), in: tree).error == .noNode)
    #expect(reading.getData(read(""), in: tree).error == .ok, "a name of the root")
    #expect(reading.getData(read("/a/"), in: tree).error == .noNode)
  }

  @Test("a session sees its own ephemeral nodes, by a prefix that is compared as text")
  func ephemerals() {
    let cases: [(String?, [String])] = [
      (nil, ["/a/b/c", "/ab"]), ("", ["/a/b/c", "/ab"]), (" / ", ["/a/b/c", "/ab"]),
      ("/a", ["/a/b/c", "/ab"]), ("/a/", ["/a/b/c"]), ("/none", []),
    ]
    for (prefix, paths) in cases {
      let answer = reading.getEphemerals(EphemeralsRequest(prefix: prefix), in: tree)
      #expect(answer.reply == .ephemerals(paths), "\(prefix ?? "null")")
    }
    let other = Reading(session: SessionID(rawValue: 8), identities: [], access: Access())
    let none = other.getEphemerals(EphemeralsRequest(prefix: nil), in: tree)
    #expect(none.reply == .ephemerals([]))
  }

  @Test("each step of a multi-read has a result or an error of its own")
  func multiRead() {
    let steps: [MultiOperation] = [
      .getData(read("/a", watch: true)), .getChildren(read("/none")), .getData(read("/hidden")),
    ]
    let answer = reading.multiRead(MultiRequest(operations: steps), in: tree)
    guard case .multi(let reply)? = answer.reply, case .getData? = reply.results.first else {
      Issue.record("\(answer)")
      return
    }
    #expect(Array(reply.results.dropFirst()) == [.error(.noNode), .error(.noAuth)])
    #expect(answer.watch == nil)
    let write = MultiRequest(operations: [.check(VersionedRequest(path: "/a", version: .any))])
    #expect(reading.multiRead(write, in: tree).error == .marshallingError)
  }
}
