import CAllocations
import Testing
import ZooKeeperModel

@testable import ZooKeeper

/// What a watch costs while nothing happens: a client may hold a hundred thousand of them.
@Suite(.enabled(if: allocations_are_counted() != 0, "a sanitizer counts allocations itself"))
struct WatchMemoryTests {
  /// What malloc keeps beside each piece of memory it hands out.
  private let headerBytes: Int64 = 8

  @Test("a watch that waits, and the stream to read it, take less than 200 bytes together")
  func idle() {
    let owner = RecordingOwner()
    let path: ZNodePath = "/services/payments/instances/node-000123"
    // Many, because malloc gives a little more now and then.
    let count = 1_000
    var streams: [WatchStream] = []
    streams.reserveCapacity(count + 1)
    // The runtime makes its descriptions of generic types with the first.
    streams.append(WatchStream(armed: owner.arm(path)))
    allocations_start_counting()
    for _ in 0..<count { streams.append(WatchStream(armed: owner.arm(path))) }
    let counted = allocations_counted()
    let bytes = counted.bytes_peak + Int64(counted.calls) * headerBytes
    #expect(counted.calls == UInt64(4 * count))
    #expect(bytes <= Int64(200 * count))
    #expect(streams.count == count + 1)
  }

  @Test("changes that were read have given their memory back")
  func read() {
    var backlog = WatchBacklog(limit: 10)
    func appendAndRead() -> Int {
      for number in 1...10 { backlog.append(.number(number), watchedAt: "/a") }
      return (1...10).count { _ in backlog.popFirst() != nil }
    }
    let isWarm = appendAndRead() == 10
    allocations_start_counting()
    let isRead = appendAndRead() == 10
    let peak = allocations_counted().bytes_peak
    #expect(isWarm && isRead)
    // It had to ask for as much again, so nothing was kept.
    #expect(peak >= Int64(10 * MemoryLayout<WatchChange>.stride))
  }
}
