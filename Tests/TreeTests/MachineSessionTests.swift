import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// Sessions as clients live through them.
@Suite struct MachineSessionTests {
  private var driver = MachineDriver()

  @Test("a session is welcome when its opening is on disk, with the timeout that is granted")
  mutating func opening() {
    driver.isDiskQuick = false
    driver.connect(1)
    #expect(driver.greeting(1) == nil)
    driver.flush()
    let greeting = driver.greeting(1)
    #expect(greeting?.timeoutMilliseconds == 10_000)
    #expect(greeting?.password?.count == 16)
    #expect(greeting?.readOnly == false)
    #expect(driver.log.map(\.change) == [.createSession(timeoutMilliseconds: 10_000)])
  }

  @Test("an old client is not sent the field that it did not send")
  mutating func oldClient() {
    driver.connect(1, readOnly: nil)
    #expect(driver.greeting(1)?.readOnly == nil)
  }

  @Test("a client that has seen more than this server has is sent away without a word")
  mutating func ahead() {
    driver.connect(1, lastZxidSeen: 77)
    #expect(driver.greeting(1) == nil)
    #expect(driver.isClosed(1))
  }

  @Test("a session moves to the connection that knows its password, and the former one is closed")
  mutating func takeover() {
    driver.connect(1)
    driver.connect(2, resuming: driver.greeting(1))
    #expect(driver.greeting(2)?.sessionID == driver.greeting(1)?.sessionID)
    #expect(driver.isClosed(1))
    #expect(driver.ask(1, .ping) == nil)
    #expect(driver.ask(2, .ping)?.0.error == .ok)
  }

  @Test("a wrong password gets what an ended session gets, and disturbs nobody")
  mutating func wrongPassword() {
    driver.connect(1)
    driver.connect(2, resuming: driver.greeting(1), password: Secret("wrong"))
    #expect(driver.greeting(2)?.timeoutMilliseconds == 0)
    #expect(driver.greeting(2)?.sessionID.rawValue == 0)
    #expect(driver.isClosed(2))
    #expect(driver.ask(1, .ping)?.0.error == .ok)
    driver.step(.closed(ConnectionID(rawValue: 2)))
    #expect(driver.ask(1, .ping)?.0.error == .ok)
  }

  @Test("watches stay behind with the connection")
  mutating func watchesStayBehind() {
    driver.connect(1)
    driver.ask(1, .exists(ReadRequest(path: "/a", watch: true)))
    driver.connect(2, resuming: driver.greeting(1))
    #expect(driver.create(2, "/a") == .ok)
    #expect(driver.events(1).isEmpty && driver.events(2).isEmpty)
  }

  @Test("a session that is not heard of ends, its ephemeral nodes go and watchers hear of it")
  mutating func expiry() {
    driver.connect(1)
    #expect(driver.create(1, "/e", .ephemeral) == .ok)
    driver.connect(2)
    driver.ask(2, .exists(ReadRequest(path: "/e", watch: true)))
    for _ in 0..<20 {
      driver.wait(milliseconds: 1_000)
      driver.ask(2, .ping)
    }
    #expect(driver.machine.tree.find("/e") == nil)
    #expect(driver.isClosed(1))
    #expect(driver.events(2).map(\.kind) == [.nodeDeleted])
    #expect(driver.machine.sessions.count == 1)
    driver.connect(3, resuming: driver.greeting(1))
    #expect(driver.greeting(3)?.timeoutMilliseconds == 0)
  }

  @Test("a session outlives its connection until its time runs out")
  mutating func disconnected() {
    driver.connect(1)
    #expect(driver.create(1, "/e", .ephemeral) == .ok)
    driver.step(.closed(ConnectionID(rawValue: 1)))
    driver.wait(milliseconds: 5_000)
    #expect(driver.machine.tree.find("/e") != nil)
    driver.connect(2, resuming: driver.greeting(1))
    #expect(driver.ask(2, .getEphemerals(EphemeralsRequest(prefix: nil)))?.1 == .ephemerals(["/e"]))
  }

  @Test("closing a session deletes its nodes, says so, and ends the connection")
  mutating func closing() {
    driver.connect(1)
    #expect(driver.create(1, "/e", .ephemeral) == .ok)
    driver.isDiskQuick = false
    #expect(driver.ask(1, .closeSession) == nil)
    driver.flush()
    guard case .reply(let header, nil)? = driver.sent[1]?.dropLast().last else {
      Issue.record("no answer")
      return
    }
    #expect(header.error == .ok && header.zxid == driver.log.last?.zxid)
    #expect(driver.isClosed(1))
    #expect(driver.log.last?.change == .closeSession(paths: ["/e"]))
    #expect(driver.machine.tree.find("/e") == nil)
  }

  @Test("a server that starts again from its log knows its sessions and nodes")
  mutating func replay() {
    driver.connect(1)
    #expect(driver.create(1, "/e", .ephemeral) == .ok)
    #expect(driver.create(1, "/q-", .persistentSequential) == .ok)
    _ = driver.create(1, "/none/a")
    var tree = DataTree(.init(extendedTypes: true, checksum: nil, hashKey: 2))
    for transaction in driver.log { tree.apply(transaction) { _ in } }
    #expect(tree.children(of: .root) == driver.machine.tree.children(of: .root))
    #expect(tree.stat(.root) == driver.machine.tree.stat(.root))
    #expect(tree.lastZxid == driver.machine.tree.lastZxid)
  }
}
