import Testing
import ZooKeeperModel

@testable import ZooKeeperServer

@Suite("What a server counts")
struct CountersTests {
  /// By Java's BigDecimal and Double, which do not round what the decimals would.
  @Test(
    "is averaged as Java does it",
    arguments: [
      (0, 1, "0.0"), (1, 3, "0.3333"), (2, 3, "0.6667"), (1, 2, "0.5"), (10, 1, "10.0"),
      (1, 32, "0.0313"), (3, 32, "0.0938"), (1, 1_000, "0.001"), (9, 10_000, "9.0E-4"),
      (1, 20_000, "1.0E-4"), (3, 20_000, "1.0E-4"), (7, 20_000, "3.0E-4"),
      (13, 20_000, "6.0E-4"), (29_999, 20_000, "1.4999"), (2_001, 20_000, "0.1001"),
      (1, 40_000, "0.0"), (100_000, 3, "33333.3333"), (123_456_789, 100, "1234567.89"),
      (39_534, 18_851, "2.0972"),
    ])
  func averages(_ total: Int64, _ count: Int, _ text: String) {
    var latency = LatencySummary()
    latency.add(total)
    for _ in 1..<count { latency.add(0) }
    #expect(latency.averageText == text)
    #expect(latency.wholeAverage == total / Int64(count))
  }

  @Test("has a range, or zeros where nothing was counted")
  func range() {
    var latency = LatencySummary()
    #expect((latency.min, latency.max) == (0, 0))
    #expect((latency.averageText, latency.wholeAverage) == ("0.0", 0))
    for milliseconds: Int64 in [7, 3, 12] { latency.add(milliseconds) }
    #expect((latency.min, latency.max, latency.count, latency.total) == (3, 12, 3, 22))
  }

  @Test("measures whole milliseconds, of which the clock's grid decides")
  func milliseconds() {
    let request = AnsweredRequest(
      operation: .sync, xid: Xid(rawValue: 1), zxid: .zero,
      arrival: MonotonicInstant(nanoseconds: 1_999_999),
      answer: MonotonicInstant(nanoseconds: 2_000_000))
    #expect(request.latency == 1)
  }

  @Test("keeps of a connection the last real request of its client")
  func lastRequest() {
    var counters = ConnectionCounters()
    counters.answered(.took(5, answer: 70, .getData, xid: 9, zxid: Zxid(rawValue: 3)))
    counters.answered(.took(2, answer: 80, .ping, xid: -2, zxid: Zxid(rawValue: 4)))
    #expect(counters.lastOperation == .ping)
    #expect(counters.lastXid == Xid(rawValue: 9))
    #expect(counters.lastZxid == Zxid(rawValue: 4))
    #expect((counters.lastAnswer, counters.lastLatency) == (80, 2))
  }

  @Test("knows a connection's shortest latency after the first reset, as Apache does")
  func shortestLatency() {
    var counters = ConnectionCounters()
    counters.answered(.took(5, answer: 70, .getData, xid: 9, zxid: .zero))
    #expect(counters.latency.min == 0)
    counters.reset()
    #expect(counters.lastOperation == nil && counters.lastXid == nil && counters.lastZxid == nil)
    counters.answered(.took(5, answer: 70, .getData, xid: 9, zxid: .zero))
    #expect(counters.latency.min == 5)
  }

  @Test("names each operation in four letters, nearly")
  func operations() {
    let unnamed = OpCode.names.keys.filter { $0.fourLetters == "NA" }
    #expect(Set(unnamed) == [.notification, .error, .auth, .sasl])
    #expect(OpCode(rawValue: 4_711).fourLetters == "NA")
  }

  @Test(
    "shows what a client does not read yet as interest in writing",
    arguments: [
      (true, false, "1"), (false, true, "4"), (true, true, "5"), (false, false, "0"),
    ])
  func interest(_ isRead: Bool, _ hasUnsentBytes: Bool, _ text: String) {
    let facts = ConnectionFacts(
      address: "10.0.0.1", port: 40_000, isRead: isRead, hasUnsentBytes: hasUnsentBytes,
      outstanding: 3, established: Timestamp(millisecondsSinceEpoch: 0),
      counters: ConnectionCounters())
    #expect(facts.briefLine == " /10.0.0.1:40000[\(text)](queued=3,recved=0,sent=0)")
  }
}
