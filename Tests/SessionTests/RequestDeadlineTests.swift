import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Callers who go away, and callers whose time is over.
@Suite struct RequestDeadlineTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))
  private static let setA = Request.setData(SetDataRequest(path: "/a", data: nil, version: .any))

  @Test("what was not sent when its time is over never is")
  func unsent() {
    var script = Script()
    script.submit(RequestDeadlineTests.setA, deadline: .seconds(2))
    script.submit(RequestDeadlineTests.getA)
    _ = script.take()
    script.wait(.seconds(3))
    #expect(script.take() == "at 2.000 s\n  call 1 fails: timedOut")
    script.start()
    script.reach(0xA)
    #expect(script.take().hasSuffix("> 1 getData /a"))
  }

  @Test("what was sent is unknown if it is a write, and its reply is dropped")
  func sent() {
    var script = Script.live()
    script.submit(RequestDeadlineTests.setA, deadline: .seconds(1))
    script.submit(RequestDeadlineTests.getA, deadline: .seconds(2))
    script.submit(RequestDeadlineTests.getA)
    _ = script.take()
    script.wait(.seconds(2))
    script.reply(1)
    script.reply(2)
    script.reply(3)
    #expect(
      script.take() == """
        at 1.000 s
          call 1 fails: timedOut, may have happened
        at 2.000 s
          call 2 fails: timedOut
        < 1 ok
        < 2 ok
        < 3 ok
          call 3: ok
        """)
  }

  @Test("a deadline holds over connections")
  func asksAgainUntilDeadline() {
    var script = Script.live([.a, .b])
    script.submit(RequestDeadlineTests.getA, deadline: .seconds(2))
    script.lose()
    script.reach(0xA)
    _ = script.take()
    script.wait(.seconds(2))
    #expect(script.take() == "at 2.000 s\n  call 1 fails: timedOut")
  }

  @Test("a caller who goes away before the request is sent takes it along")
  func abandonUnsent() {
    var script = Script()
    script.submit(RequestDeadlineTests.setA)
    script.submit(RequestDeadlineTests.getA)
    script.abandon(1)
    script.start()
    script.reach(0xA)
    let text = script.take()
    #expect(text.contains("abandon 1\n  call 1 fails: cancelled\nstart"))
    #expect(text.hasSuffix("now connected 0xa\n  > 1 getData /a"))
  }

  @Test("a caller who goes away later leaves the order of replies as it is")
  func abandonSent() {
    var script = Script.live()
    script.submit(RequestDeadlineTests.setA)
    script.submit(RequestDeadlineTests.getA)
    script.submit(RequestDeadlineTests.getA)
    _ = script.take()
    script.abandon(1, 2)
    script.reply(1)
    script.reply(2)
    script.reply(3)
    #expect(
      script.take() == """
        abandon 1 2
          call 1 fails: cancelled, may have happened
          call 2 fails: cancelled
        < 1 ok
        < 2 ok
        < 3 ok
          call 3: ok
        """)
  }

  @Test("what nobody waits for is not asked again, and fails only once")
  func abandonedAndLost() {
    var script = Script.live([.a, .b])
    script.submit(RequestDeadlineTests.setA)
    script.submit(RequestDeadlineTests.getA)
    script.abandon(1, 2)
    _ = script.take()
    script.lose()
    script.reach(0xA)
    #expect(
      script.take() == """
        lost: closedByServer
          now suspended 0xa
          resolve b
        resolved: 1
          connect to address 0 of b
        connected
          > hello 0xa with a password seen 0x0 for 9000 ms
        < welcome 0xa
          now connected 0xa
        """)
  }

  @Test("a write that was given up before the network took it does not go out later")
  func abandonedUnaccepted() {
    var script = Script.live([.a, .b])
    let greeted = script.bytesHandedOut
    script.submit(RequestDeadlineTests.setA)
    script.abandon(1)
    _ = script.take()
    script.lose(accepted: greeted)
    script.reach(0xA)
    #expect(!script.take().contains("setData"))
  }
}
