import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Pings, silence, and how long a session may live unheard.
@Suite struct HeartbeatTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))

  @Test("a ping goes out a third of the timeout after the last word, at most 10 s after it")
  func pings() {
    var script = Script.live()
    script.wait(.seconds(3))
    script.reply(-2)
    script.skip(.seconds(1))
    script.submit(HeartbeatTests.getA)
    script.reply(1)
    script.wait(.seconds(3))
    #expect(
      script.take() == """
        at 3.000 s
          > ping
        < -2 ok
        call 1: getData /a
          > 1 getData /a
        < 1 ok
          call 1: ok
        at 7.000 s
          > ping
        """)
  }

  @Test("a session with a long timeout is pinged every 10 s all the same")
  func pingOfPatientSession() {
    var script = Script(timeout: .seconds(60))
    script.start()
    script.resolve()
    script.connect()
    script.greet(0xA, timeout: 60_000)
    _ = script.take()
    script.wait(.seconds(19))
    #expect(script.take() == "at 10.000 s\n  > ping")
  }

  // A third of 9 s for pings, two thirds for silence: pings at 3 s and 6 s would come too late.
  @Test("a server that says nothing for two thirds of the timeout is left")
  func silence() {
    var script = Script.live([.a, .b])
    script.submit(HeartbeatTests.getA)
    script.wait(.seconds(6))
    #expect(
      script.take() == """
        call 1: getData /a
          > 1 getData /a
        at 3.000 s
          > ping
        at 6.000 s
          disconnect: silent
          now suspended 0xa
          resolve b
        """)
  }

  @Test("part of a frame is a sign of life")
  func partOfFrame() {
    var script = Script.live()
    script.skip(.seconds(5))
    script.machine.heard(at: script.now)
    script.wait(.seconds(5.9))
    #expect(!script.take().contains("disconnect"))
  }

  @Test("events alone keep a connection, and no word is missing then")
  func events() {
    var script = Script.live()
    for _ in 1...4 {
      script.wait(.seconds(5))
      script.event(.nodeDataChanged, "/nobody")
    }
    #expect(!script.take().contains("disconnect"))
  }

  // Heard last at 0 s, so the session is gone for sure at 12 s; the connection ends at 6 s.
  @Test("a session that no server serves for a third more than its timeout is gone")
  func expiryByClock() {
    var script = Script.live([.a, .b])
    script.submit(.create(CreateRequest(path: "/e", data: nil, acl: nil, flags: .ephemeral)))
    script.wait(.seconds(6))
    _ = script.take()
    script.submit(HeartbeatTests.getA)
    script.submit(
      .create(CreateRequest(path: "/e", data: nil, acl: nil, flags: .ephemeral)), bound: true)
    // The server may have heard the ping of the third second, though we heard nothing since.
    script.wait(.seconds(8.9))
    #expect(!script.take().contains("fails"))
    script.wait(.seconds(0.1))
    #expect(
      script.take() == """
        at 15.000 s
          disconnect: closedHere
          call 3 fails: sessionExpired
          renewed after 0xa: expiredUnheard
          now connecting
        """)
    script.wait(.milliseconds(100))
    script.resolve()
    script.connect()
    script.greet(0xB)
    #expect(script.take().hasSuffix("now connected 0xb\n  > 2 getData /a"))
  }

  @Test("who never had a session waits for a server for ever")
  func neverSession() {
    var script = Script()
    script.start()
    script.wait(.seconds(600))
    #expect(!script.take().contains("renewed"))
    #expect(script.machine.state == .connecting)
  }

  @Test("the machine never wants to be woken for what it has done")
  func noBusyWaiting() {
    var script = Script([.a, .b])
    script.dropsAtOnce = false
    script.start()
    script.resolve()
    script.connect()
    script.receive { _ in }
    script.wait(.seconds(100))
    #expect(!script.take().contains("for ever"))
  }
}
