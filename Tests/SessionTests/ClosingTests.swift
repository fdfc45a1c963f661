import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// How a session ends that its owner ends, and what becomes of what is under way.
@Suite struct ClosingTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))
  private static let setA = Request.setData(SetDataRequest(path: "/a", data: nil, version: .any))

  @Test("a session is closed behind everything that was submitted, and takes nothing more")
  func afterRequests() {
    var script = Script.live { $0.inFlightMax = 1 }
    script.listen("/w", .persistent)
    script.submit(ClosingTests.setA)
    _ = script.take()
    script.close()
    script.submit(ClosingTests.getA)
    script.addCredential("me")
    script.reply(1)
    script.reply(2)
    script.reply(3)
    #expect(
      script.take() == """
        close
        call 3: getData /a
          refused: closed
        call 4: credential me
          refused: closed
        < 1 ok
          call 1: ok
          > 2 setData /a
        < 2 ok
          call 2: ok
          > 3 closeSession
        < 3 ok
          disconnect: closedHere
          watch 1: ended
          now ended: closed
        """)
    #expect(script.machine.hasEnded)
    #expect(script.machine.nextDeadline == .never)
  }

  @Test("a session that never was is closed at once")
  func beforeSession() {
    var script = Script()
    script.start()
    _ = script.take()
    script.close()
    #expect(
      script.take() == """
        close
          disconnect: closedHere
          now ended: closed
        """)
  }

  @Test("what was asked for before there was a session is still done before the end")
  func askedBeforeSession() {
    var script = Script()
    script.submit(ClosingTests.setA)
    script.start()
    script.close()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA)
    script.reply(1)
    script.reply(2)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > 1 setData /a
          > 2 closeSession
        < 1 ok
          call 1: ok
        < 2 ok
          disconnect: closedHere
          now ended: closed
        """)
  }

  @Test("a session that no server serves is closed by the next one")
  func whileSuspended() {
    var script = Script.live([.a, .b])
    script.lose()
    script.submit(ClosingTests.setA)
    script.close()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA)
    script.reply(1)
    script.reply(2)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > 1 setData /a
          > 2 closeSession
        < 1 ok
          call 1: ok
        < 2 ok
          disconnect: closedHere
          now ended: closed
        """)
  }

  @Test("who waits too long for a server to hear of it goes without")
  func deadline() {
    var script = Script.live([.a, .b])
    script.submit(ClosingTests.setA)
    script.submit(ClosingTests.getA)
    _ = script.take()
    script.close(within: .seconds(2))
    script.wait(.seconds(2))
    #expect(
      script.take() == """
        close
          > 3 closeSession
        at 2.000 s
          disconnect: closedHere
          call 1 fails: connectionLost, may have happened
          call 2 fails: closed
          now ended: closedUnheard
        """)
  }

  @Test("a session that is gone meanwhile is closed: that is what its owner wanted")
  func goneMeanwhile() {
    var script = Script.live([.a, .b])
    script.lose()
    script.submit(ClosingTests.setA)
    script.close()
    script.resolve()
    script.connect()
    _ = script.take()
    script.refuseSession()
    #expect(
      script.take() == """
        < no such session
          disconnect: closedHere
          call 1 fails: closed
          now ended: closed
        """)
  }

  // Heard last at 0 s: by the clock it is gone at 12 s, and no server has said so.
  @Test("a session whose time is over before any server hears of its end is not said to be closed")
  func goneByClock() {
    var script = Script.live([.a, .b])
    script.lose()
    script.close(within: .seconds(60))
    script.wait(.seconds(12))
    #expect(script.take().hasSuffix("now ended: closedUnheard"))
  }

  @Test("closing is asked again when the connection breaks before the answer")
  func lostAnswer() {
    var script = Script.live([.a, .b])
    script.close()
    script.lose()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA)
    #expect(script.take().hasSuffix("> 2 closeSession"))
  }

  @Test("what a server said first counts, however long it takes to hang up")
  func slowToDrop() {
    var script = Script.live()
    script.close(within: .seconds(1))
    script.dropsAtOnce = false
    script.reply(1)
    script.wait(.seconds(2))
    script.gone(.closedHere)
    #expect(script.take().hasSuffix("now ended: closed"))
  }

  @Test("who leaves a session to somebody else does not close it, and tells the server nothing")
  func detach() {
    var script = Script.live([.a, .b])
    script.listen("/w", .data)
    script.reply(1, zxid: 7)
    script.submit(ClosingTests.setA)
    script.submit(ClosingTests.getA)
    let identity = script.machine.identity
    _ = script.take()
    script.detach()
    script.close()
    #expect(
      script.take() == """
        detach
          disconnect: closedHere
          call 2 fails: connectionLost, may have happened
          call 3 fails: closed
          watch 1: ended
          now ended: detached
        close
        """)
    #expect(identity?.id.rawValue == 0xA)
    #expect(identity?.lastZxid.rawValue == 7)
    #expect(identity?.password == Secret("secret"))
  }

  @Test("who has ended wants to be woken no more, not even for the deadline of a request")
  func wakesNoMore() {
    var script = Script.live()
    script.submit(ClosingTests.getA, deadline: .seconds(1))
    script.detach()
    #expect(script.machine.nextDeadline == .never)
  }

  @Test("a session can be left while it rests")
  func detachWhileResting() {
    var script = Script.live()
    script.lose()
    _ = script.take()
    script.detach()
    #expect(script.take() == "detach\n  now ended: detached")
  }
}
