import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// How much may wait, how much may be on the way, and how large a request may be.
@Suite struct LimitTests {
  private static func set(_ bytes: Int) -> Request {
    .setData(
      SetDataRequest(path: "/a", data: [UInt8](repeating: 7, count: bytes), version: .any))
  }

  @Test("no more requests are on the way than the window takes")
  func window() {
    var script = Script.live { $0.inFlightMax = 2 }
    for _ in 1...4 { script.submit(.sync(SyncRequest(path: "/"))) }
    #expect(script.machine.requestsInFlight == 2)
    #expect(script.machine.requestsWaiting == 2)
    _ = script.take()
    script.reply(1)
    #expect(script.take() == "< 1 ok\n  call 1: ok\n  > 3 sync")
    script.reply(2)
    script.reply(3)
    script.reply(4)
    #expect(script.machine.requestsInFlight == 0)
    #expect(script.machine.requestsWaiting == 0)
  }

  // A body of setData "/a" has 4 + 2 + 4 + 4 bytes and its data: 114 with 100. Each request counts
  // for something beside its body.
  @Test("what waits is bounded in bytes, and one request always finds room")
  func outbox() {
    var script = Script { $0.outboxBytesMax = 228 + 2 * Limits.requestBytesBeside }
    script.submit(LimitTests.set(100))
    script.submit(LimitTests.set(100))
    script.submit(LimitTests.set(0))
    #expect(
      script.take() == """
        call 1: setData /a
        call 2: setData /a
        call 3: setData /a
          refused: overloaded
        """)
    #expect(script.machine.bytesWaiting == 228)
    script.abandon(1, 2)
    #expect(script.machine.bytesWaiting == 0)
    script.submit(LimitTests.set(1000))
    #expect(script.machine.bytesWaiting == 1014)
  }

  @Test("a request beyond the limit of a frame is refused, one of just that size is sent")
  func frame() {
    // 8 bytes of header and 14 of everything but the data.
    var script = Script.live { $0.frameBytesMax = 122 }
    script.submit(LimitTests.set(100))
    script.submit(LimitTests.set(101))
    #expect(
      script.take() == """
        call 1: setData /a
          > 1 setData /a
        call 2: setData /a
          refused: requestTooLarge(byteCount: 123, limit: 122)
        """)
  }

  @Test("many requests leave in one piece, and in several where a piece is bounded")
  func pieces() {
    var script = Script.live()
    script.holdsBack = true
    for _ in 1...10 { script.submit(LimitTests.set(100)) }
    // Ten frames of 4 + 8 + 114 bytes; four of them are the first to reach 400.
    script.chunkBytes = 400
    #expect(script.sizesHandedOut() == [504, 504, 252])
  }

  @Test("what was acknowledged takes no memory, however much there was")
  func memory() {
    var script = Script.live()
    for xid in 1...100 as ClosedRange<Int32> {
      script.submit(LimitTests.set(10_000))
      script.reply(xid)
    }
    #expect(script.machine.bytes.heldBytes == 0)
    #expect(script.machine.bytesWaiting == 0)
  }
}
