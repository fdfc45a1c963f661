import Testing

@testable import ZooKeeperTransport

@Suite struct ByteQueueTests {
  @Test("bytes leave in the order in which they came", arguments: UInt64(1)...10)
  func order(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    var queue = ByteQueue()
    var expected: [UInt8] = []
    for _ in 0..<2_000 {
      if Bool.random(using: &generator) {
        let more = pattern(Int.random(in: 0..<50, using: &generator), seed: generator.next())
        queue.append(more.span.bytes)
        expected += more
      } else {
        let byteCount = Int.random(in: 0...expected.count, using: &generator)
        queue.removeFirst(byteCount)
        expected.removeFirst(byteCount)
      }
      #expect(queue.waiting.copied() == expected)
      #expect(queue.count == expected.count && queue.isEmpty == expected.isEmpty)
    }
  }
}
