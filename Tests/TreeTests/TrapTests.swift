import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// Where a server that looks like Apache's goes wrong: nodes, writes and lists.
@Suite struct TrapTests {
  private var driver = MachineDriver()
  private let someone = Identity(scheme: "digest", id: "a:b")

  init() {
    driver.connect(1)
  }

  private mutating func stat(_ path: String) -> Stat? {
    let answer = driver.ask(1, .exists(ReadRequest(path: path, watch: false)))
    guard case .stat(let stat)? = answer?.1 else { return nil }
    return stat
  }

  private mutating func delete(_ path: String) -> ErrorCode? {
    driver.ask(1, .delete(VersionedRequest(path: path, version: .any)))?.0.error
  }

  private mutating func set(_ path: String, _ data: [UInt8]?, version: Version = .any) -> ErrorCode?
  {
    let request = SetDataRequest(path: path, data: data, version: version)
    return driver.ask(1, .setData(request))?.0.error
  }

  private mutating func data(_ path: String) -> [UInt8]?? {
    let answer = driver.ask(1, .getData(ReadRequest(path: path, watch: false)))
    guard case .data(let body)? = answer?.1 else { return nil }
    return .some(body.data)
  }

  @Test("trap 1: a client's cversion counts creations and deletions, the stored one creations only")
  mutating func cversion() throws {
    #expect(driver.create(1, "/p") == .ok)
    for path in ["/p/a", "/p/b"] { #expect(driver.create(1, path) == .ok) }
    #expect(delete("/p/a") == .ok)
    #expect(stat("/p")?.cversion.rawValue == 3)
    let node = try #require(driver.machine.tree.find("/p"))
    #expect(driver.machine.tree.nodes[node].cversion == 2)
  }

  @Test("trap 2: a failed write takes a zxid and stands in the log")
  mutating func failedWrite() {
    #expect(driver.create(1, "/none/a") == .noNode)
    #expect(driver.log.map(\.zxid.rawValue) == [1, 2])
    #expect(driver.log.last?.change == .error(.noNode))
  }

  @Test("trap 3: the header of a failed multi carries no error")
  mutating func failedMulti() {
    let missing = VersionedRequest(path: "/none", version: .any)
    let answer = driver.ask(1, .multi(MultiRequest(operations: [.delete(missing)])))
    #expect(answer?.0.error == .ok)
    #expect(answer?.1 == .multi(MultiReply(results: [.error(.noNode)])))
  }

  @Test("trap 4: exists leaves a watch on a missing node, getData does not")
  mutating func watchOnMissing() {
    let read = ReadRequest(path: "/a", watch: true)
    #expect(driver.ask(1, .getData(read))?.0.error == .noNode)
    #expect(driver.create(1, "/a") == .ok && driver.events(1).isEmpty)
    #expect(delete("/a") == .ok)
    #expect(driver.ask(1, .exists(read))?.0.error == .noNode)
    #expect(driver.create(1, "/a") == .ok)
    #expect(driver.events(1).map(\.kind) == [.nodeCreated])
  }

  @Test(
    "trap 5: to delete a node that must be there is a bad argument, whatever its list says",
    arguments: ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"])
  mutating func reservedNodes(_ path: String) {
    #expect(delete(path) == .badArguments)
  }

  @Test("trap 6: a delete asks the parent's list, everything else the node's own")
  mutating func whoseList() {
    let closed = [ACL(.all, for: someone)]
    #expect(driver.create(1, "/open") == .ok)
    #expect(driver.create(1, "/open/closed", acl: closed) == .ok)
    let own = SetACLRequest(
      path: "/open/closed", acl: AccessControl.open.entries, version: .any)
    #expect(driver.ask(1, .setACL(own))?.0.error == .noAuth)
    #expect(driver.ask(1, .getACL(PathRequest(path: "/open/closed")))?.0.error == .noAuth)
    #expect(delete("/open/closed") == .ok)
    let keeping = [ACL([.read, .write, .create, .admin], for: .anyone)]
    #expect(driver.create(1, "/keeping", acl: keeping) == .ok)
    #expect(driver.create(1, "/keeping/open") == .ok)
    #expect(delete("/keeping/open") == .noAuth)
  }

  @Test("trap 7: an address is nothing that a list for the creator could name")
  mutating func creatorByAddress() {
    #expect(driver.create(1, "/a", acl: AccessControl.creatorAll.entries) == .invalidACL)
    driver.ask(1, .auth(AuthRequest(scheme: "digest", credential: Secret("u:p"))))
    #expect(driver.create(1, "/a", acl: AccessControl.creatorAll.entries) == .ok)
  }

  @Test("trap 8: a quota is looked at before the version")
  mutating func quotaFirst() {
    driver = MachineDriver(enforcesQuota: true)
    driver.connect(1)
    addQuota("bytes=-1,count=-1=;byteHardLimit=1")
    #expect(set("/q", [1, 2, 3], version: Version(rawValue: 9)) == .quotaExceeded)
    #expect(set("/q", [1], version: Version(rawValue: 9)) == .badVersion)
  }

  @Test("trap 16: numbers of sequential nodes skip those of plain siblings")
  mutating func sequence() {
    #expect(driver.create(1, "/p") == .ok && driver.create(1, "/p/plain") == .ok)
    #expect(delete("/p/plain") == .ok)
    #expect(driver.create(1, "/p/n-", .persistentSequential) == .ok)
    #expect(driver.create(1, "/p/other") == .ok)
    #expect(driver.create(1, "/p/n-", .persistentSequential) == .ok)
    let names = driver.machine.tree.find("/p").map { driver.machine.tree.children(of: $0) }
    #expect(names == ["n-0000000001", "other", "n-0000000003"])
  }

  @Test("trap 17: a client may not delete past all lists by calling it a container")
  mutating func deleteContainer() {
    #expect(driver.create(1, "/a") == .ok)
    #expect(driver.ask(1, .deleteContainer(PathRequest(path: "/a")))?.0.error == .noAuth)
    #expect(stat("/a") != nil)
  }

  @Test("trap 19: the prefix of getEphemerals is text, not a path")
  mutating func prefix() {
    for path in ["/a", "/ab", "/b"] { #expect(driver.create(1, path, .ephemeral) == .ok) }
    let answer = driver.ask(1, .getEphemerals(EphemeralsRequest(prefix: "/a")))
    #expect(answer?.1 == .ephemerals(["/a", "/ab"]))
  }

  @Test("trap 20: a quota's stats node changes without a version, a time or an event")
  mutating func silentStats() {
    addQuota("bytes=-1,count=-1")
    let stats = "/zookeeper/quota/q/zookeeper_stats"
    let before = stat(stats)
    driver.ask(1, .getData(ReadRequest(path: stats, watch: true)))
    #expect(data(stats).map { $0.map { String(decoding: $0, as: UTF8.self) } } == "count=1,bytes=1")
    #expect(driver.create(1, "/q/child") == .ok)
    #expect(data(stats).map { $0.map { String(decoding: $0, as: UTF8.self) } } == "count=2,bytes=2")
    #expect(stat(stats) == before && driver.events(1).isEmpty)
  }

  @Test("trap 30: answers that can be kept by path and stat are not those of a quota's stats node")
  mutating func keptAnswers() throws {
    addQuota("bytes=-1,count=-1")
    let stats = "/zookeeper/quota/q/zookeeper_stats"
    #expect(data(stats) == .some(Array("count=1,bytes=1".utf8)))
    let kept = try #require(stat("/q"))
    #expect(set("/q", [1, 2, 3]) == .ok)
    // The node that changed says so, and so keeps nobody from asking again.
    #expect(stat("/q").map { $0.mzxid > kept.mzxid } == true)
    #expect(data("/q") == .some([1, 2, 3]))
    // The stats node says nothing, and is read anew all the same.
    #expect(data(stats) == .some(Array("count=1,bytes=3".utf8)))
  }

  @Test("trap 23: no data and empty data are not the same")
  mutating func noData() {
    #expect(driver.create(1, "/a") == .ok)
    #expect(set("/a", nil) == .ok && data("/a") == .some(.none))
    #expect(stat("/a")?.dataLength == 0)
    #expect(set("/a", []) == .ok && data("/a") == .some([]))
    #expect(stat("/a")?.dataLength == 0)
  }

  @Test("trap 27: a time to live of −1 without its flag is refused before it is logged")
  mutating func timelessTTL() {
    let request = CreateTTLRequest(
      path: "/a", data: nil, acl: AccessControl.open.entries, flags: .persistent,
      ttlMilliseconds: -1)
    #expect(driver.ask(1, .createTTL(request))?.0.error == .badArguments)
    #expect(driver.log.last?.change == .error(.badArguments))
  }

  @Test("trap 28: a flag that nobody knows spoils a whole multi")
  mutating func unknownFlag() {
    let known = CreateRequest(
      path: "/a", data: nil, acl: AccessControl.open.entries, flags: .persistent)
    var unknown = known
    unknown.flags = CreateFlags(rawValue: 9)
    let answer = driver.ask(
      1, .multi(MultiRequest(operations: [.create(known), .create(unknown)])))
    #expect(answer?.0.error == .marshallingError && answer?.1 == nil)
    #expect(stat("/a") == nil)
  }

  private mutating func addQuota(_ limits: String) {
    #expect(driver.create(1, "/q") == .ok)
    #expect(driver.create(1, "/zookeeper/quota/q") == .ok)
    for (name, text) in [("zookeeper_limits", limits), ("zookeeper_stats", "count=0,bytes=0")] {
      let request = CreateRequest(
        path: "/zookeeper/quota/q/" + name, data: Array(text.utf8),
        acl: AccessControl.open.entries, flags: .persistent)
      #expect(driver.ask(1, .create(request))?.0.error == .ok)
    }
  }
}
