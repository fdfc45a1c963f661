import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// What leaves the server, in which order, and when.
@Suite struct ServerMachineTests {
  private var driver = MachineDriver()

  private func read(_ path: String, watch: Bool = false) -> ReadRequest {
    ReadRequest(path: path, watch: watch)
  }

  @Test("nobody is told of a write before it is on disk, and other readers do not wait for it")
  mutating func durability() {
    driver.connect(1)
    driver.connect(2)
    #expect(driver.create(1, "/old") == .ok)
    driver.isDiskQuick = false
    #expect(driver.create(1, "/new") == nil)
    #expect(driver.ask(2, .getData(read("/old")))?.0.error == .ok)
    #expect(driver.ask(2, .exists(read("/new"))) == nil, "it is there, but not for sure")
    #expect(driver.ask(1, .getData(read("/old"))) == nil, "replies keep their order")
    driver.flush()
    let errors = driver.sent[1]?.compactMap { message in
      if case .reply(let header, _) = message { header.error } else { nil }
    }
    #expect(errors == [.ok, .ok, .ok])
    #expect(driver.sent[2]?.count == 3)
  }

  @Test("a read's header names no transaction that a crash could undo")
  mutating func headerZxid() {
    driver.connect(1)
    driver.connect(2)
    #expect(driver.create(1, "/a") == .ok)
    let durable = driver.log.last?.zxid
    driver.isDiskQuick = false
    _ = driver.create(1, "/b")
    #expect(driver.ask(2, .getData(read("/a")))?.0.zxid == durable)
    #expect(driver.ask(2, .ping)?.0.zxid == durable)
  }

  @Test("a failed write takes a zxid and is logged as an error")
  mutating func failedWrite() {
    driver.connect(1)
    let before = driver.log.count
    #expect(driver.create(1, "/none/a") == .noNode)
    #expect(driver.log.count == before + 1)
    #expect(driver.log.last?.change == .error(.noNode))
    #expect(driver.create(1, "/a") == .ok)
    let zxids = driver.log.map(\.zxid.rawValue)
    #expect(zxids == Array(1...Int64(zxids.count)))
  }

  @Test("a watcher hears of a change before it can see it, and with the change's zxid")
  mutating func eventFirst() {
    driver.connect(1)
    #expect(driver.create(1, "/a") == .ok)
    driver.ask(1, .getData(read("/a", watch: true)))
    driver.sent[1] = []
    let set = SetDataRequest(path: "/a", data: nil, version: .any)
    #expect(driver.ask(1, .setData(set))?.0.error == .ok)
    guard case .event(let header, let event)? = driver.sent[1]?.first else {
      Issue.record("\(driver.sent[1] ?? [])")
      return
    }
    #expect(event == WatcherEvent(kind: .nodeDataChanged, state: .connected, path: "/a"))
    #expect(header.xid == .notification && header.zxid == driver.log.last?.zxid)
  }

  @Test("who may not read a node is not told of it, and its watch is used up")
  mutating func eventFilter() {
    driver.connect(1)
    driver.connect(2)
    driver.ask(1, .exists(read("/secret", watch: true)))
    let acl = [ACL(.all, for: Identity(scheme: "ip", id: "127.0.0.2"))]
    #expect(driver.create(2, "/secret", acl: acl) == .ok)
    #expect(driver.events(1).isEmpty)
    let delete = VersionedRequest(path: "/secret", version: .any)
    #expect(driver.ask(2, .delete(delete))?.0.error == .ok)
    #expect(driver.create(2, "/secret") == .ok)
    #expect(driver.events(1).isEmpty)
  }

  @Test("catching up tells what was missed before it answers, and names no transaction")
  mutating func catchUp() {
    driver.connect(1)
    #expect(driver.create(1, "/a") == .ok)
    driver.sent[1] = []
    let request = SetWatchesRequest(
      relativeZxid: .zero, dataWatches: ["/a"], existWatches: [], childWatches: [])
    #expect(driver.ask(1, .setWatches(request))?.0.error == .ok)
    guard case .event(let header, _)? = driver.sent[1]?.first else {
      Issue.record("no event")
      return
    }
    #expect(header.zxid == .unspecified)
    let broken = SetWatchesRequest(
      relativeZxid: .zero, dataWatches: nil, existWatches: [], childWatches: [])
    #expect(driver.ask(1, .setWatches(broken))?.0.error == .marshallingError)
  }

  @Test("a multi happens whole, and each step's result is as the step left it")
  mutating func multi() {
    driver.connect(1)
    #expect(driver.create(1, "/a") == .ok)
    let set = MultiOperation.setData(SetDataRequest(path: "/a", data: [2], version: .any))
    let steps = MultiRequest(operations: [set, set])
    guard case .multi(let reply)? = driver.ask(1, .multi(steps))?.1 else {
      Issue.record("no reply")
      return
    }
    let versions = reply.results.map { result in
      if case .setData(let stat) = result { stat.version.rawValue } else { -1 as Int32 }
    }
    #expect(versions == [1, 2])
    let zxid = driver.log.last?.zxid
    #expect(driver.machine.tree.find("/a").map { driver.machine.tree.stat($0).mzxid } == zxid)
  }

  @Test("a failed multi changes nothing; its header carries no error, its items do")
  mutating func failedMulti() {
    driver.connect(1)
    let create = CreateRequest(
      path: "/m", data: nil, acl: AccessControl.open.entries, flags: .persistent)
    let missing = VersionedRequest(path: "/none", version: .any)
    let steps = MultiRequest(operations: [.create(create), .delete(missing), .check(missing)])
    let answer = driver.ask(1, .multi(steps))
    #expect(answer?.0.error == .ok)
    let items: [MultiResult] = [.error(.ok), .error(.noNode), .error(.runtimeInconsistency)]
    #expect(answer?.1 == .multi(MultiReply(results: items)))
    #expect(driver.machine.tree.find("/m") == nil)
    #expect(driver.create(1, "/next") == .ok)
    let zxids = driver.log.map(\.zxid.rawValue)
    #expect(zxids == Array(1...Int64(zxids.count)), "it takes its place in the order")
    var unknown = create
    unknown.flags = CreateFlags(rawValue: 9)
    let spoiled = driver.ask(1, .multi(MultiRequest(operations: [.create(unknown)])))
    #expect(spoiled?.0.error == .marshallingError && spoiled?.1 == nil)
  }

  @Test("credentials add identities and carry zxid zero; refused ones end the connection")
  mutating func credentials() {
    driver.connect(1)
    let good = driver.ask(1, .auth(AuthRequest(scheme: "digest", credential: Secret("u:p"))))
    #expect(good?.0.error == .ok && good?.0.zxid == .zero)
    guard case .identities(let infos?)? = driver.ask(1, .whoAmI)?.1 else {
      Issue.record("no identities")
      return
    }
    #expect(infos.map(\.scheme) == ["ip", "digest"])
    let bad = driver.ask(1, .auth(AuthRequest(scheme: "nonsense", credential: nil)))
    #expect(bad?.0.error == .authFailed && bad?.0.zxid == .zero)
    #expect(driver.isClosed(1))
  }

  @Test("what cannot be read takes a zxid if it is a write, and ends the connection if unknown")
  mutating func malformed() {
    driver.connect(1)
    func malformed(_ operation: OpCode) -> ServerInput {
      .malformed(
        ConnectionID(rawValue: 1),
        RequestHeader(xid: Xid(rawValue: 900), operation: operation))
    }
    let before = driver.log.count
    driver.step(malformed(.create))
    #expect(driver.log.count == before + 1)
    driver.step(malformed(.getData))
    #expect(driver.log.count == before + 1)
    let errors = (driver.sent[1] ?? []).compactMap { message in
      if case .reply(let header, _) = message { header.error } else { nil }
    }
    #expect(errors == [.marshallingError, .marshallingError])
    driver.step(malformed(OpCode(rawValue: 99)))
    #expect(driver.isClosed(1))
    guard case .reply(let header, nil)? = driver.sent[1]?.dropLast().last else {
      Issue.record("no answer")
      return
    }
    #expect(header.error == .unimplemented && header.zxid == .unspecified)
  }

  @Test("a null path is a bad argument to those who look at paths, and unreadable to others")
  mutating func nullPath() {
    driver.connect(1)
    for operation in [OpCode.setData, .setACL, .delete, .getData] {
      let header = RequestHeader(xid: Xid(rawValue: operation.rawValue), operation: operation)
      driver.step(.malformed(ConnectionID(rawValue: 1), header, isNullPath: true))
    }
    let errors = (driver.sent[1] ?? []).compactMap { message in
      if case .reply(let header, _) = message { header.error } else { nil }
    }
    #expect(errors == [.badArguments, .badArguments, .marshallingError, .marshallingError])
    #expect(driver.log.count == 4, "a session and three writes")
  }

  @Test("a client cannot delete past access control lists by pretending to reap containers")
  mutating func deleteContainer() {
    driver.connect(1)
    #expect(driver.create(1, "/a") == .ok)
    #expect(driver.ask(1, .deleteContainer(PathRequest(path: "/a")))?.0.error == .noAuth)
    #expect(driver.machine.tree.find("/a") != nil)
  }
}
