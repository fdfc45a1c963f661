import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// What becomes of calls whose connection breaks at one step or another.
@Suite struct LossTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))
  private static let getB = Request.getData(ReadRequest(path: "/b", watch: false))
  private static let setA = Request.setData(SetDataRequest(path: "/a", data: nil, version: .any))
  private static let setB = Request.setData(SetDataRequest(path: "/b", data: nil, version: .any))

  /// Comes back to the session on the next server.
  private static func comeBack(_ script: inout Script) {
    _ = script.take()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA)
  }

  @Test("what was not handed out yet goes out on the next connection, in its order")
  func unsent() {
    var script = Script.live([.a, .b])
    script.holdsBack = true
    script.submit(LossTests.setA)
    script.submit(LossTests.getA)
    script.submit(LossTests.setB)
    script.lose()
    script.holdsBack = false
    LossTests.comeBack(&script)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > 1 setData /a
          > 2 getData /a
          > 3 setData /b
        """)
  }

  // The frame of getA has 4 + 8 + 7 bytes, those of setA and setB 4 + 8 + 6 + 4 + 4.
  @Test(
    "a write is unknown as soon as the network took its first byte",
    arguments: [
      (0, ["4 setData /a", "5 getData /a", "6 setData /b"], [String]()),
      (1, ["4 getData /a", "5 setData /b"], ["1"]),
      (26, ["4 getData /a", "5 setData /b"], ["1"]),
      (27, ["4 getData /a", "5 setData /b"], ["1"]),
      (45, ["4 getData /a", "5 setData /b"], ["1"]),
      (46, ["4 getData /a"], ["1", "3"]),
      (71, ["4 getData /a"], ["1", "3"]),
    ])
  func halfSent(accepted: Int, sent: [String], unknown: [String]) {
    var script = Script.live([.a, .b])
    let greeted = script.bytesHandedOut
    script.submit(LossTests.setA)
    script.submit(LossTests.getA)
    script.submit(LossTests.setB)
    #expect(script.bytesHandedOut == greeted + 26 + 19 + 26)
    _ = script.take()
    script.lose(accepted: greeted + accepted)
    let failures = unknown.map { "  call \($0) fails: connectionLost, may have happened" }
    #expect(
      script.take()
        == (["lost: closedByServer"] + failures + ["  now suspended 0xa", "  resolve b"])
        .joined(separator: "\n"))
    LossTests.comeBack(&script)
    #expect(
      script.take()
        == (["< welcome 0xa", "  now connected 0xa"] + sent.map { "  > \($0)" })
        .joined(separator: "\n"))
  }

  @Test("reads that were asked stand before those that were not, and keep their order")
  func orderOfReads() {
    var script = Script.live([.a, .b]) { $0.inFlightMax = 2 }
    script.submit(LossTests.getA)
    script.submit(LossTests.getB)
    script.submit(LossTests.setA)
    script.lose()
    LossTests.comeBack(&script)
    script.reply(3)
    script.reply(4)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > 3 getData /a
          > 4 getData /b
        < 3 ok
          call 1: ok
          > 5 setData /a
        < 4 ok
          call 2: ok
        """)
  }

  @Test("a read may lose its connection again and again")
  func lostTwice() {
    var script = Script.live([.a, .b])
    script.submit(LossTests.getA)
    for xid in 2...4 as ClosedRange<Int32> {
      script.lose()
      script.wait(.milliseconds(100))
      LossTests.comeBack(&script)
      #expect(script.take().hasSuffix("> \(xid) getData /a"))
    }
    script.reply(4)
    #expect(script.take().hasSuffix("call 1: ok"))
  }

  @Test("a connection that breaks while greeting loses nothing")
  func lostWhileGreeting() {
    var script = Script.live([.a, .b])
    script.submit(LossTests.getA)
    script.lose()
    script.submit(LossTests.setA)
    script.resolve()
    script.connect()
    script.lose()
    script.wait(.milliseconds(50))
    LossTests.comeBack(&script)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > 2 getData /a
          > 3 setData /a
        """)
  }

  @Test("observers hear how much was lost")
  func report() {
    var script = Script.live([.a, .b])
    script.showsReports = true
    script.submit(LossTests.getA)
    script.submit(LossTests.setA)
    script.submit(LossTests.setB)
    _ = script.take()
    script.lose(.failed("reset"))
    #expect(
      script.take() == """
        lost: failed
          call 2 fails: connectionLost, may have happened
          call 3 fails: connectionLost, may have happened
          report lost a, failed: 2 failed, 1 asked again
          now suspended 0xa
          resolve b
        """)
  }

  // Where a queue of bytes counts on the order of its places, one that is out of order costs the
  // bytes of those behind it.
  @Test("the bytes of a request that waits survive what is restored before it")
  func bytesBehindRestoredWatches() {
    var script = Script.live([.a, .b])
    script.listen("/a", .data)
    script.reply(1)
    script.holdsBack = true
    let large = [UInt8](repeating: 7, count: 40_000)
    script.submit(.setData(SetDataRequest(path: "/late", data: large, version: .any)))
    script.submit(LossTests.getB)
    script.lose()
    script.resolve()
    script.connect()
    script.transmit()
    script.greet(0xA)
    _ = script.take()
    script.chunkBytes = 1
    script.transmit(pieces: 1)
    script.abandon(3)
    script.transmit()
    #expect(
      script.take() == """
          > 2 setWatches since 0x1 data /a
        abandon 3
          call 3 fails: cancelled
          > 3 setData /late
        """)
  }
}
