import Testing
import ZooKeeperModel
import ZooKeeperTree

/// The tree against the rules of Apache's, told by hand.
@Suite struct DataTreeTests {
  private var tree = DataTree(.init(extendedTypes: true, checksum: nil, hashKey: 1))

  private mutating func apply(
    _ change: Change, zxid: Int64, session: Int64 = 7, time: Int64 = 1_000
  ) -> [TreeEvent] {
    var events: [TreeEvent] = []
    let transaction = Transaction(
      session: SessionID(rawValue: session), cxid: 1, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: time), change: change)
    tree.apply(transaction) { events.append($0) }
    return events
  }

  private func create(
    _ path: String, parentCVersion: Int32, data: [UInt8]? = nil, acl: [ACL]? = nil
  ) -> NodeCreation {
    NodeCreation(
      path: path, data: data, acl: acl ?? AccessControl.open.entries,
      parentCVersion: parentCVersion)
  }

  @Test("a new tree has Apache's reserved nodes and counts")
  func fresh() throws {
    #expect(tree.reportedCount == 5)
    #expect(tree.children(of: .root) == ["zookeeper"])
    let zookeeper = try #require(tree.find("/zookeeper"))
    #expect(tree.children(of: zookeeper) == ["quota", "config"])
    #expect(tree.stat(.root).cversion.rawValue == -1)
    #expect(tree.stat(zookeeper).cversion.rawValue == -2)
    #expect(tree.descendantCount(of: .root) == 3)
    let config = try #require(tree.find("/zookeeper/config"))
    #expect(tree.acl(config) == AccessControl.readOnly.entries)
    #expect(tree.stat(config).aversion.rawValue == -1, "as on a real server")
    #expect(tree.acl(zookeeper) == AccessControl.open.entries)
  }

  @Test("the empty path is a name of the root, and a path that is no path names nothing")
  func finding() {
    #expect(tree.find("") == .root)
    #expect(tree.find("/") == .root)
    for path in ["a", "/zookeeper/", "//", "//zookeeper", "/zookeeper//quota", "/none"] {
      #expect(tree.find(path) == nil, "\(path)")
    }
  }

  @Test("a create shows in the node, in its parent and in two events")
  mutating func creating() throws {
    let events = apply(
      .create(create("/a", parentCVersion: 1, data: [1]), isEphemeral: false), zxid: 5)
    let node = try #require(tree.find("/a"))
    let stat = tree.stat(node)
    #expect(stat.czxid.rawValue == 5 && stat.mzxid.rawValue == 5 && stat.pzxid.rawValue == 5)
    #expect(stat.ctime.millisecondsSinceEpoch == 1_000 && stat.dataLength == 1)
    #expect(tree.stat(.root).cversion.rawValue == 0, "one creation more, one child more")
    #expect(tree.stat(.root).pzxid.rawValue == 5)
    #expect(events.map(\.kind) == [.nodeCreated, .nodeChildrenChanged])
    #expect(events.map(\.path) == ["/a", "/"])
    #expect(tree.lastZxid.rawValue == 5)
  }

  @Test("a delete shows in the parent, and counts into its cversion")
  mutating func deleting() {
    _ = apply(.create(create("/a", parentCVersion: 1), isEphemeral: false), zxid: 5)
    let events = apply(.delete(path: "/a"), zxid: 6)
    #expect(tree.find("/a") == nil)
    #expect(tree.stat(.root).cversion.rawValue == 1)
    #expect(tree.stat(.root).pzxid.rawValue == 6)
    #expect(events.map(\.kind) == [.nodeDeleted, .nodeChildrenChanged])
  }

  @Test("setting data moves version, mzxid and mtime; setting the list moves only its version")
  mutating func setting() throws {
    _ = apply(.create(create("/a", parentCVersion: 1), isEphemeral: false), zxid: 5)
    let data = Change.setData(path: "/a", data: [1, 2], version: Version(rawValue: 1))
    #expect(apply(data, zxid: 6, time: 2_000).map(\.kind) == [.nodeDataChanged])
    let acl = Change.setACL(
      path: "/a", acl: AccessControl.readOnly.entries, version: Version(rawValue: 1))
    #expect(apply(acl, zxid: 7, time: 3_000).isEmpty)
    let node = try #require(tree.find("/a"))
    let stat = tree.stat(node)
    #expect(stat.version.rawValue == 1 && stat.aversion.rawValue == 1)
    #expect(stat.mzxid.rawValue == 6 && stat.mtime.millisecondsSinceEpoch == 2_000)
    #expect(tree.acl(node) == AccessControl.readOnly.entries)
    #expect(tree.lastTouched(node).rawValue == 7)
  }

  @Test("a session's end takes its ephemeral nodes along, named or not")
  mutating func closing() {
    _ = apply(.create(create("/e1", parentCVersion: 1), isEphemeral: true), zxid: 5)
    _ = apply(.create(create("/e2", parentCVersion: 2), isEphemeral: true), zxid: 6)
    _ = apply(.create(create("/other", parentCVersion: 3), isEphemeral: true), zxid: 7, session: 8)
    #expect(tree.ephemeralPaths(of: SessionID(rawValue: 7)) == ["/e1", "/e2"])
    let events = apply(.closeSession(paths: ["/e2"]), zxid: 8)
    #expect(events.map(\.path) == ["/e2", "/", "/e1", "/"])
    #expect(tree.children(of: .root) == ["zookeeper", "other"])
  }

  @Test("what kind of node it is follows from the owner, as clients see it or not")
  mutating func kinds() throws {
    _ = apply(.createContainer(create("/c", parentCVersion: 1)), zxid: 5)
    _ = apply(.createTTL(create("/t", parentCVersion: 2), ttlMilliseconds: 60_000), zxid: 6)
    let container = try #require(tree.find("/c"))
    let timed = try #require(tree.find("/t"))
    #expect(tree.kind(container) == .container)
    #expect(tree.kind(timed) == .timeToLive(milliseconds: 60_000))
    #expect(tree.stat(container).ephemeralOwner == nil)
    #expect(tree.stat(timed).ephemeralOwner == nil)
  }

  @Test("replaying what the tree has already changes nothing but what lagged behind")
  mutating func replaying() throws {
    let changes: [(Change, Int64)] = [
      (.create(create("/a", parentCVersion: 1), isEphemeral: false), 5),
      (.create(create("/a/b", parentCVersion: 1), isEphemeral: false), 6),
      (.setData(path: "/a", data: [1], version: Version(rawValue: 1)), 7),
      (.delete(path: "/a/b"), 8),
    ]
    for (change, zxid) in changes { _ = apply(change, zxid: zxid) }
    let node = try #require(tree.find("/a"))
    let before = tree.stat(node)
    for (change, zxid) in changes { _ = apply(change, zxid: zxid) }
    #expect(tree.stat(node) == before)
    #expect(tree.find("/a/b") == nil)
    #expect(tree.lastZxid.rawValue == 8)
  }

  @Test("names that Swift calls equal are two nodes")
  mutating func bytesDecide() {
    _ = apply(.create(create("/caf\u{E9}", parentCVersion: 1), isEphemeral: false), zxid: 5)
    #expect(tree.find("/cafe\u{301}") == nil)
    _ = apply(.create(create("/cafe\u{301}", parentCVersion: 2), isEphemeral: false), zxid: 6)
    #expect(tree.stat(.root).numChildren == 3)
  }
}
