import Testing
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperSession

/// Which reply answers which call.
@Suite struct ReplyTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))
  private static let setA = Request.setData(SetDataRequest(path: "/a", data: nil, version: .any))

  @Test("replies come in the order of the requests, errors among them")
  func order() {
    var script = Script.live()
    script.submit(ReplyTests.setA)
    script.submit(ReplyTests.getA)
    script.reply(1, .noNode)
    script.reply(2)
    #expect(
      script.take() == """
        call 1: setData /a
          > 1 setData /a
        call 2: getData /a
          > 2 getData /a
        < 1 noNode
          call 1: noNode
        < 2 ok
          call 2: ok
        """)
  }

  @Test("a reply out of order breaks the connection: the write is unknown, the read asked again")
  func wrongNumber() {
    var script = Script.live([.a, .b])
    script.submit(ReplyTests.setA)
    script.submit(ReplyTests.getA)
    _ = script.take()
    script.reply(2)
    script.reach(0xA)
    #expect(
      script.take() == """
        < 2 ok
          disconnect: protocolViolation
          call 1 fails: connectionLost, may have happened
          now suspended 0xa
          resolve b
        resolved: 1
          connect to address 0 of b
        connected
          > hello 0xa with a password seen 0x1 for 9000 ms
        < welcome 0xa
          now connected 0xa
          > 3 getData /a
        """)
  }

  @Test("a reply that nobody asked for breaks the connection")
  func unasked() {
    var script = Script.live([.a, .b])
    script.reply(1)
    #expect(
      script.take() == """
        < 1 ok
          disconnect: protocolViolation
          now suspended 0xa
          resolve b
        """)
  }

  @Test("a header that ends early breaks the connection")
  func shortHeader() {
    var script = Script.live([.a, .b])
    script.submit(ReplyTests.getA)
    _ = script.take()
    script.receive { $0.int32(1) }
    #expect(
      script.take() == """
          disconnect: protocolViolation
          now suspended 0xa
          resolve b
        """)
  }

  @Test("numbers go from 1 to the largest but one, and begin anew")
  func numbersWrap() {
    var script = Script.live()
    script.machine.nextXid = 2_147_483_645
    for _ in 1...3 { script.submit(ReplyTests.getA) }
    script.reply(2_147_483_645)
    script.reply(2_147_483_646)
    script.reply(1)
    #expect(
      script.take() == """
        call 1: getData /a
          > 2147483645 getData /a
        call 2: getData /a
          > 2147483646 getData /a
        call 3: getData /a
          > 1 getData /a
        < 2147483645 ok
          call 1: ok
        < 2147483646 ok
          call 2: ok
        < 1 ok
          call 3: ok
        """)
  }

  // Answers to credentials carry zero, refusals of unknown operations −1, and a ping what the
  // server has done last.
  @Test("what the session has seen only grows, and events do not move it")
  func seen() {
    var script = Script.live()
    let seen = { (script: Script) in script.machine.identity?.lastZxid.rawValue }
    #expect(seen(script) == 0)
    script.submit(ReplyTests.getA)
    script.reply(1, zxid: 9)
    #expect(seen(script) == 9)
    script.event(.nodeDataChanged, "/a", zxid: 12)
    #expect(seen(script) == 9)
    script.addCredential("me")
    script.reply(Xid.auth.rawValue, zxid: 0)
    #expect(seen(script) == 9)
    script.submit(ReplyTests.getA)
    script.reply(2, zxid: -1, .unimplemented)
    #expect(seen(script) == 9)
    script.reply(Xid.ping.rawValue, zxid: 11)
    #expect(seen(script) == 11)
  }

  @Test("a reply that is too large fails its call alone, and honestly")
  func tooLarge() {
    var script = Script.live { $0.frameBytesMax = 100 }
    script.submit(ReplyTests.getA)
    script.submit(ReplyTests.setA)
    script.submit(ReplyTests.getA)
    _ = script.take()
    script.reply(1, announced: 101)
    script.reply(2, announced: 101)
    script.reply(3)
    let failure = "replyTooLarge(byteCount: 101, limit: 100)"
    #expect(
      script.take() == """
        < 1 ok
          call 1 fails: \(failure)
        < 2 ok
          call 2 fails: \(failure), may have happened
        < 3 ok
          call 3: ok
        """)
  }

  @Test("what a connection says after we left it does not count")
  func leaving() {
    var script = Script.live([.a, .b])
    script.submit(ReplyTests.setA)
    script.dropsAtOnce = false
    script.reply(7)
    _ = script.take()
    script.reply(1)
    script.submit(ReplyTests.getA)
    script.gone(.closedHere)
    #expect(
      script.take() == """
        < 1 ok
        call 2: getData /a
          call 1 fails: connectionLost, may have happened
          now suspended 0xa
          resolve b
        """)
  }
}
