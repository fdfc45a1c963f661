import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// How a session begins and is taken up again: what is said, and what may be answered.
@Suite struct HandshakeTests {
  private static let identity = SessionIdentity(
    id: SessionID(rawValue: 0xA), password: Secret("secret"), lastZxid: Zxid(rawValue: 7))

  private static func resuming(renews: Bool = true) -> Script {
    Script {
      $0.resumed = identity
      $0.renews = renews
    }
  }

  @Test("a new session asks for nobody's, and has seen nothing")
  func newSession() {
    var script = Script()
    script.start()
    script.resolve()
    script.connect()
    script.greet(0xA)
    #expect(
      script.take() == """
        start
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0x0 seen 0x0 for 9000 ms
        < welcome 0xa
          now connected 0xa
        """)
    #expect(script.machine.sessionID?.rawValue == 0xA)
  }

  @Test("a session is taken up again with its password and what it has seen")
  func resumed() {
    var script = HandshakeTests.resuming()
    script.start()
    script.reach(0xA)
    #expect(
      script.take() == """
        start
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0xa with a password seen 0x7 for 9000 ms
        < welcome 0xa
          now connected 0xa
        """)
  }

  @Test("nothing but the greeting is sent before the welcome, and then what waited")
  func requestsWait() {
    var script = Script()
    script.submit(.getData(ReadRequest(path: "/a", watch: false)))
    script.start()
    script.reach(0xA)
    #expect(
      script.take() == """
        call 1: getData /a
        start
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0x0 seen 0x0 for 9000 ms
        < welcome 0xa
          now connected 0xa
          > 1 getData /a
        """)
  }

  @Test("a session that is gone makes room for another, which still wants to see no older state")
  func refusedAndRenewed() {
    var script = HandshakeTests.resuming()
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.refuseSession()
    script.resolve()
    script.connect()
    #expect(
      script.take() == """
        < no such session
          disconnect: closedHere
          renewed after 0xa: expired
          now connecting
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0x0 seen 0x7 for 9000 ms
        """)
  }

  @Test("a session that is gone is the end where no other is wanted")
  func refusedForGood() {
    var script = HandshakeTests.resuming(renews: false)
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.refuseSession()
    script.submit(.sync(SyncRequest(path: "/")))
    #expect(
      script.take() == """
        < no such session
          disconnect: closedHere
          now ended: expired
        call 1: sync
          refused: sessionExpired
        """)
  }

  @Test("a server that gives another session in the place of ours is not believed to be ours")
  func replaced() {
    var script = HandshakeTests.resuming()
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xB)
    #expect(
      script.take() == """
        < welcome 0xb
          disconnect: closedHere
          renewed after 0xa: replaced by 0xb
          now connecting
          resolve a
        """)
  }

  @Test("servers before read-only mode end their welcome early")
  func oldWelcome() {
    var script = Script()
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA, readOnly: nil)
    #expect(script.take() == "< welcome 0xa\n  now connected 0xa")
  }

  @Test("a session of a read-only server is not asked for anywhere else, and nobody misses it")
  func readOnly() {
    var script = Script([.a, .b]) { $0.allowsReadOnly = true }
    script.start()
    script.reach(0xA, readOnly: true)
    script.lose()
    script.resolve()
    script.connect()
    script.greet(0xB)
    #expect(
      script.take() == """
        start
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0x0 seen 0x0 for 9000 ms read-only will do
        < welcome 0xa
          now connected read-only 0xa
        lost: closedByServer
          now suspended 0xa
          resolve b
        resolved: 1
          connect to address 0 of b
        connected
          > hello 0x0 seen 0x0 for 9000 ms read-only will do
        < welcome 0xb
          now connected 0xb
        """)
  }

  @Test("the server has the last word on the timeout, and is asked for ours again")
  func negotiatedTimeout() {
    var script = Script()
    script.start()
    script.resolve()
    script.connect()
    script.greet(0xA, timeout: 4000)
    #expect(script.machine.sessionTimeout == .seconds(4))
    script.submit(.getData(ReadRequest(path: "/a", watch: false)))
    script.reply(1)
    _ = script.take()
    script.lose()
    script.resolve()
    script.connect()
    #expect(
      script.take() == """
        lost: closedByServer
          now suspended 0xa
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0xa with a password seen 0x1 for 9000 ms
        """)
  }
}
