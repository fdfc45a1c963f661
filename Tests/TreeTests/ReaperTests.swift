import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// Nodes that go by themselves: containers whose children are gone, and those whose time is over.
@Suite struct ReaperTests {
  private var driver = MachineDriver()
  /// Between two looks, where nothing else is said.
  private static let interval: Int64 = 60_000

  init() {
    driver.connect(1)
  }

  private mutating func container(_ path: String) {
    let request = CreateRequest(
      path: path, data: nil, acl: AccessControl.open.entries, flags: .container)
    #expect(driver.ask(1, .createContainer(request))?.0.error == .ok)
  }

  private mutating func node(_ path: String, ttl: Int64) {
    let request = CreateTTLRequest(
      path: path, data: nil, acl: AccessControl.open.entries, flags: .timeToLive,
      ttlMilliseconds: ttl)
    #expect(driver.ask(1, .createTTL(request))?.0.error == .ok)
  }

  private mutating func wait(_ milliseconds: Int64) {
    driver.wait(milliseconds: milliseconds, pinging: [1])
  }

  private mutating func delete(_ path: String) {
    #expect(
      driver.ask(1, .delete(VersionedRequest(path: path, version: .any)))?.0.error == .ok)
  }

  private func exists(_ path: String) -> Bool {
    driver.machine.tree.find(path) != nil
  }

  private func nanoseconds(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
  }

  @Test("a container goes at the next look after its last child, as the server's own deletion")
  mutating func container() throws {
    container("/c")
    _ = driver.create(1, "/c/child")
    wait(ReaperTests.interval)
    #expect(exists("/c"))
    delete("/c/child")
    wait(ReaperTests.interval - 1)
    #expect(exists("/c"))
    wait(1)
    #expect(!exists("/c"))
    let last = try #require(driver.log.last)
    #expect(last.change == .delete(path: "/c"))
    #expect(last.session == .none && last.cxid == 0)
  }

  @Test("a container that never had a child stays, unless that is given a time")
  mutating func neverUsed() {
    container("/c")
    wait(10 * ReaperTests.interval)
    #expect(exists("/c"))
    driver = MachineDriver(reaping: Reaper.Options(neverUsedMilliseconds: 90_000))
    driver.connect(1)
    container("/c")
    wait(ReaperTests.interval)
    #expect(exists("/c"))
    wait(ReaperTests.interval)
    #expect(!exists("/c"))
  }

  @Test("a time to live counts from the last change of data, and only while there are no children")
  mutating func timeToLive() {
    node("/t", ttl: 70_000)
    node("/parent", ttl: 1)
    _ = driver.create(1, "/parent/child")
    wait(ReaperTests.interval)
    #expect(exists("/t"))
    let write = SetDataRequest(path: "/t", data: [1], version: .any)
    #expect(driver.ask(1, .setData(write))?.0.error == .ok)
    wait(ReaperTests.interval)
    #expect(exists("/t") && exists("/parent"))
    delete("/parent/child")
    wait(ReaperTests.interval)
    wait(6)
    #expect(!exists("/t") && !exists("/parent"))
  }

  @Test("a time that is just over is not over: it must have passed")
  mutating func boundary() {
    node("/t", ttl: ReaperTests.interval)
    wait(ReaperTests.interval)
    #expect(exists("/t"))
    wait(ReaperTests.interval)
    #expect(!exists("/t"))
  }

  @Test("a node with a time to live that has children nobody reaps makes no work for others")
  mutating func otherKinds() {
    _ = driver.create(1, "/p")
    _ = driver.create(1, "/e", .ephemeral)
    wait(10 * ReaperTests.interval)
    #expect(exists("/p") && exists("/e"))
  }

  @Test("they go one by one, 10,000 in a minute, and each is asked about again")
  mutating func pacing() {
    for number in 0..<4 { node("/\(number)", ttl: 1) }
    wait(ReaperTests.interval)
    #expect(driver.machine.tree.children(of: .root) == ["zookeeper", "1", "2", "3"])
    #expect(driver.machine.nextDeadline == nanoseconds(ReaperTests.interval + 6))
    wait(5)
    #expect(driver.machine.tree.children(of: .root).count == 4)
    let write = SetDataRequest(path: "/1", data: [1], version: .any)
    #expect(driver.ask(1, .setData(write))?.0.error == .ok)
    _ = driver.create(1, "/2/child")
    wait(1)
    #expect(driver.machine.tree.children(of: .root) == ["zookeeper", "1", "2"])
    #expect(driver.log.last?.change == .delete(path: "/3"))
  }

  @Test("watchers hear of it")
  mutating func watchers() {
    node("/t", ttl: 1)
    driver.ask(1, .exists(ReadRequest(path: "/t", watch: true)))
    wait(ReaperTests.interval)
    #expect(driver.events(1).map(\.kind) == [.nodeDeleted])
  }

  @Test("nobody is woken for it while there is no such node")
  mutating func idle() {
    driver = MachineDriver()
    #expect(driver.machine.nextDeadline == nil)
    driver.connect(1)
    let sessionOnly = driver.machine.nextDeadline
    _ = driver.create(1, "/plain")
    #expect(driver.machine.nextDeadline == sessionOnly)
    container("/c")
    driver.ask(1, .closeSession)
    // A session that has ended leaves its deadline until it comes.
    driver.wait(milliseconds: 20_000)
    #expect(driver.machine.nextDeadline == nanoseconds(ReaperTests.interval))
    driver.connect(2)
    #expect(
      driver.ask(2, .delete(VersionedRequest(path: "/c", version: .any)))?.0.error == .ok)
    driver.ask(2, .closeSession)
    #expect(driver.machine.sessions.count == 0)
    driver.wait(milliseconds: 20_000)
    #expect(driver.machine.nextDeadline == nil)
  }

  @Test("what came from the disk is looked for without anybody asking anything")
  mutating func afterRestart() {
    node("/t", ttl: 1)
    var revived = ServerMachine(
      driver.machine.options, tree: driver.machine.tree,
      sessions: SessionTable(.init(), ids: .init(startingAtMilliseconds: 1)))
    var moment = driver.moment
    #expect(revived.nextDeadline.map { $0 <= moment.monotonic } == true)
    revived.step(.tick, at: moment)
    #expect(revived.nextDeadline == nanoseconds(ReaperTests.interval))
    moment.monotonic = nanoseconds(ReaperTests.interval)
    moment.wall = Timestamp(millisecondsSinceEpoch: 1_000 + ReaperTests.interval)
    revived.step(.tick, at: moment)
    #expect(revived.tree.find("/t") == nil)
    #expect(revived.drain().log.map(\.change) == [.delete(path: "/t")])
  }

  @Test("a node that takes the place of one that was due is judged for itself")
  mutating func reusedPlace() {
    node("/0", ttl: 1)
    node("/1", ttl: 1)
    wait(ReaperTests.interval)
    #expect(!exists("/0") && exists("/1"))
    delete("/1")
    _ = driver.create(1, "/plain")
    node("/young", ttl: ReaperTests.interval)
    wait(6)
    #expect(exists("/plain") && exists("/young"))
  }
}
