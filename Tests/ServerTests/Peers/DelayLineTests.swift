import Testing
import ZooKeeperTransport

@testable import ZooKeeperTesting

/// What waits between two streams, in a time of the test's own.
struct DelayLineTests {
  private let start = LoopTime(nanoseconds: 1_000)

  @Test("everything comes out as late as was planned, in the order in which it went in")
  func delay() {
    var line = DelayLine(delay: .nanoseconds(50))
    line.append(.bytes([1, 2]), at: start)
    line.append(.bytes([3]), at: start + .nanoseconds(10))
    line.append(.end, at: start + .nanoseconds(10))
    #expect(line.byteCount == 3)
    #expect(line.take(at: start + .nanoseconds(49)) == nil)
    #expect(line.nextDue == start + .nanoseconds(50))
    #expect(line.take(at: start + .nanoseconds(50)) == .bytes([1, 2]))
    #expect(line.take(at: start + .nanoseconds(50)) == nil)
    #expect(line.nextDue == start + .nanoseconds(60))
    #expect(line.take(at: start + .nanoseconds(60)) == .bytes([3]))
    #expect(line.take(at: start + .nanoseconds(60)) == .end)
    #expect(line.nextDue == nil && line.byteCount == 0)
  }

  @Test("bytes come out in pieces of the size that was planned")
  func pieces() {
    var line = DelayLine(pieceBytesMax: 2)
    line.append(.bytes([1, 2, 3, 4, 5]), at: start)
    line.append(.bytes([6]), at: start)
    var pieces: [DelayLine.Parcel] = []
    while let piece = line.take(at: start) { pieces.append(piece) }
    #expect(pieces == [.bytes([1, 2]), .bytes([3, 4]), .bytes([5]), .bytes([6])])
    #expect(line.byteCount == 0)
  }

  @Test("nothing comes behind an end or a cut", arguments: [DelayLine.Parcel.end, .cut])
  func closing(_ last: DelayLine.Parcel) {
    var line = DelayLine()
    line.append(last, at: start)
    line.append(.bytes([1]), at: start)
    #expect(line.take(at: start) == last)
    #expect(line.take(at: start) == nil)
    #expect(line.byteCount == 0)
  }
}
