import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// Where a server that looks like Apache's goes wrong: sessions, credentials and watches.
@Suite struct TrapConnectionTests {
  private var driver = MachineDriver()

  init() {
    driver.connect(1)
  }

  private mutating func addWatch(_ number: UInt64, _ path: String, _ mode: AddWatchMode) {
    let request = AddWatchRequest(path: path, mode: mode)
    #expect(driver.ask(number, .addWatch(request))?.0.error == .ok)
  }

  private mutating func set(_ number: UInt64, _ path: String) {
    let request = SetDataRequest(path: path, data: nil, version: .any)
    #expect(driver.ask(number, .setData(request))?.0.error == .ok)
  }

  @Test("trap 9: a watch that outlives its events is told nothing of what it missed")
  mutating func persistentCatchUp() {
    #expect(driver.create(1, "/a") == .ok)
    let nothing = SetWatchesRequest(
      relativeZxid: .zero, dataWatches: [], existWatches: [], childWatches: [])
    let request = SetWatches2Request(
      oneShot: nothing, persistentWatches: ["/a"], persistentRecursiveWatches: ["/"])
    #expect(driver.ask(1, .setWatches2(request))?.0.error == .ok)
    #expect(driver.events(1).isEmpty)
    set(1, "/a")
    #expect(driver.events(1).map(\.kind) == [.nodeDataChanged])
  }

  @Test("trap 10: lists of children are for persistent watches, and never for recursive ones")
  mutating func listsOfChildren() {
    driver.connect(2)
    addWatch(1, "/", .persistentRecursive)
    #expect(driver.create(2, "/a") == .ok)
    addWatch(2, "/a", .persistent)
    #expect(driver.create(2, "/a/b") == .ok)
    set(2, "/a")
    #expect(driver.events(1).map(\.kind) == [.nodeCreated, .nodeCreated, .nodeDataChanged])
    #expect(driver.events(2).map(\.kind) == [.nodeChildrenChanged, .nodeDataChanged])
  }

  @Test("trap 11: two reads that watch one path are told of one event once")
  mutating func oneEvent() {
    #expect(driver.create(1, "/a") == .ok)
    driver.ask(1, .getData(ReadRequest(path: "/a", watch: true)))
    driver.ask(1, .exists(ReadRequest(path: "/a", watch: true)))
    set(1, "/a")
    #expect(driver.events(1).count == 1)
  }

  @Test("trap 12: a ping keeps the session, and is answered")
  mutating func ping() {
    for _ in 0..<5 {
      driver.wait(milliseconds: 9_000)
      #expect(driver.ask(1, .ping)?.0.error == .ok)
      driver.sent[1] = []
    }
    driver.wait(milliseconds: 14_000)
    #expect(driver.ask(1, .ping) == nil)
  }

  @Test("trap 13: who comes back ends the connection that the session had")
  mutating func formerConnection() {
    driver.connect(2, resuming: driver.greeting(1))
    #expect(driver.isClosed(1) && !driver.isClosed(2))
    // That the former one goes later does not take the session along.
    driver.step(.closed(ConnectionID(rawValue: 1)))
    #expect(driver.ask(2, .ping)?.0.error == .ok)
  }

  @Test("trap 14: a client that says nothing of read-only servers is told nothing of them")
  mutating func oldClient() {
    driver.connect(2, readOnly: nil)
    driver.connect(3, readOnly: true)
    #expect(driver.greeting(2)?.readOnly == nil && driver.greeting(3)?.readOnly == false)
  }

  @Test("trap 18: anybody may watch anything; who may read decides at delivery")
  mutating func watchWithoutRead() {
    let acl = [ACL(.all, for: Identity(scheme: "ip", id: "127.0.0.2"))]
    driver.connect(2)
    #expect(driver.create(2, "/secret", acl: acl) == .ok)
    addWatch(1, "/secret", .persistent)
    addWatch(1, "/none/at/all", .persistentRecursive)
    set(2, "/secret")
    #expect(driver.events(1).isEmpty)
    let open = SetACLRequest(path: "/secret", acl: AccessControl.open.entries, version: .any)
    #expect(driver.ask(2, .setACL(open))?.0.error == .ok)
    set(2, "/secret")
    #expect(driver.events(1).map(\.kind) == [.nodeDataChanged])
  }

  @Test("trap 22: credentials are answered with the zxid zero")
  mutating func authZxid() {
    #expect(driver.create(1, "/a") == .ok)
    let request = AuthRequest(scheme: "digest", credential: Secret("u:p"))
    #expect(driver.ask(1, .auth(request))?.0.zxid == .zero)
  }

  @Test("trap 24: an unknown session, an ended one and a wrong password are answered alike")
  mutating func refusals() {
    let mine = driver.greeting(1)
    var unknown = mine
    unknown?.sessionID = SessionID(rawValue: 0x100_0000_0000_0077)
    driver.connect(2, resuming: unknown)
    driver.connect(3, resuming: mine, password: Secret("wrong"))
    driver.ask(1, .closeSession)
    driver.connect(4, resuming: mine)
    let refusal = ConnectReply(
      timeoutMilliseconds: 0, sessionID: .none,
      password: Secret([UInt8](repeating: 0, count: 16)), readOnly: false)
    for number in [2, 3, 4] as [UInt64] {
      #expect(driver.sent[number] == [.greeting(refusal), .close], "\(number)")
    }
  }

  @Test("trap 25: a session ends with the tick after its timeout, not on the dot")
  mutating func ticks() {
    // 10 s after the beginning, in ticks of 2 s.
    driver.wait(milliseconds: 11_999)
    #expect(driver.machine.sessions.count == 1)
    driver.wait(milliseconds: 1)
    #expect(driver.machine.sessions.count == 0)
  }

  @Test("trap 26: a wrong password does not throw out the rightful client")
  mutating func stranger() {
    driver.connect(2, resuming: driver.greeting(1), password: Secret("wrong"))
    #expect(driver.isClosed(2) && !driver.isClosed(1))
    #expect(driver.ask(1, .ping)?.0.error == .ok)
  }

  @Test("trap 29: a one-shot watch is used up by an event that its client may not hear of")
  mutating func usedUpSilently() {
    driver.connect(2)
    #expect(driver.create(2, "/a") == .ok)
    driver.ask(1, .getData(ReadRequest(path: "/a", watch: true)))
    let close = SetACLRequest(
      path: "/a", acl: [ACL(.all, for: Identity(scheme: "ip", id: "127.0.0.2"))], version: .any)
    #expect(driver.ask(2, .setACL(close))?.0.error == .ok)
    set(2, "/a")
    let open = SetACLRequest(path: "/a", acl: AccessControl.open.entries, version: .any)
    #expect(driver.ask(2, .setACL(open))?.0.error == .ok)
    set(2, "/a")
    #expect(driver.events(1).isEmpty)
  }
}
