import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// What each kind of answer waits for while the disk is slow, and what it does not wait for.
@Suite struct GateRuleTests {
  private var driver = MachineDriver()

  /// Client 1 writes and client 2 reads. On disk: /old and /old/child. Not yet: /old/new, and what
  /// is said of it.
  init() {
    driver.connect(1)
    driver.connect(2)
    for path in ["/old", "/old/child", "/beside"] { _ = driver.create(1, path) }
    _ = driver.create(2, "/mine", .ephemeral)
    driver.isDiskQuick = false
    _ = driver.create(1, "/old/new", acl: [ACL(.all, for: Identity(scheme: "ip", id: "10.0.0.9"))])
  }

  private func read(_ path: String) -> ReadRequest {
    ReadRequest(path: path, watch: false)
  }

  private mutating func isHeld(_ request: Request) -> Bool {
    let held = driver.ask(2, request) == nil
    driver.flush()
    return held
  }

  @Test("of a node that changed: held, whatever is asked")
  mutating func changedNode() {
    for request in [
      Request.getData(read("/old")), .exists(read("/old")), .getChildren(read("/old")),
      .getChildren2(read("/old")), .getACL(PathRequest(path: "/old")),
    ] {
      #expect(GateRuleTests().holds(request), "\(request)")
    }
  }

  @Test("of a node that did not change: at once, whatever is asked")
  mutating func unchangedNode() {
    for request in [
      Request.getData(read("/beside")), .exists(read("/old/child")),
      .getChildren(read("/beside")), .getACL(PathRequest(path: "/old/child")), .ping, .whoAmI,
    ] {
      #expect(!GateRuleTests().holds(request), "\(request)")
    }
  }

  private func holds(_ request: Request) -> Bool {
    var copy = self
    return copy.isHeld(request)
  }

  @Test("that a node is missing is held by the nearest one above it")
  func missing() {
    #expect(holds(.exists(read("/old/none"))))
    #expect(holds(.getData(read("/old/none/deeper"))))
    #expect(!holds(.exists(read("/beside/none"))))
    #expect(!holds(.exists(read("/old/child/none"))))
  }

  @Test("that a node may not be read is held by the node")
  func forbidden() {
    #expect(holds(.getData(read("/old/new"))))
  }

  @Test("a multi-read is held by the last change that one of its steps saw")
  func multiRead() {
    let steps: [MultiOperation] = [.getData(read("/beside")), .getChildren(read("/old/child"))]
    #expect(!holds(.multiRead(MultiRequest(operations: steps))))
    let more = [.getData(read("/old"))] + steps
    #expect(holds(.multiRead(MultiRequest(operations: more))))
  }

  @Test("what no single node tells is held by everything")
  func everything() {
    for request in [
      Request.getAllChildrenNumber(PathRequest(path: "/beside")),
      .getEphemerals(EphemeralsRequest(prefix: nil)), .sync(SyncRequest(path: "/beside")),
      .closeSession,
    ] {
      #expect(holds(request), "\(request)")
    }
  }

  @Test("every write is held by itself, one that fails too")
  func writes() {
    let missing = VersionedRequest(path: "/none", version: .any)
    #expect(holds(.delete(missing)))
    #expect(holds(.multi(MultiRequest(operations: [.check(missing)]))))
  }

  @Test("what a client missed is held by the node that tells it")
  mutating func catchUp() {
    func request(_ path: String) -> Request {
      .setWatches(
        SetWatchesRequest(
          relativeZxid: .zero, dataWatches: [], existWatches: [path], childWatches: []))
    }
    #expect(!holds(request("/beside")))
    #expect(holds(request("/old")))
  }

  @Test("whoever opens a session is held, whoever comes back to one is not")
  mutating func greetings() {
    driver.connect(3)
    #expect(driver.greeting(3) == nil)
    driver.connect(4, resuming: driver.greeting(2))
    #expect(driver.greeting(4) != nil)
  }

  @Test("whoever comes back to a session too late is held until its end is on disk")
  mutating func lateGreeting() {
    let greeting = driver.greeting(2)
    driver.ask(2, .closeSession)
    driver.connect(4, resuming: greeting)
    #expect(driver.greeting(4) == nil && !driver.isClosed(4))
    driver.flush()
    #expect(driver.greeting(4)?.sessionID == SessionID.none && driver.isClosed(4))
  }

  @Test("a header's zxid is what is on disk when it leaves, at most what was seen, and never falls")
  mutating func headers() {
    let durable = driver.machine.tree.lastZxid.rawValue - 1
    #expect(driver.ask(2, .ping)?.0.zxid.rawValue == durable)
    #expect(driver.ask(2, .getData(read("/old"))) == nil)
    _ = driver.create(1, "/later")
    #expect(driver.ask(2, .ping) == nil, "it stands behind the read")
    driver.flush()
    let zxids = (driver.sent[2] ?? []).compactMap { message in
      if case .reply(let header, _) = message { header.zxid.rawValue } else { nil }
    }
    #expect(zxids.suffix(3) == [durable, durable + 1, durable + 2])
    #expect(zxids == zxids.sorted())
  }
}
