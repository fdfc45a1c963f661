/// Bytes in the order in which they shall leave. While it is empty it holds no memory.
struct ByteQueue {
  private var bytes: [UInt8] = []
  // Bytes before this one have left; they are removed only when that pays.
  private var head = 0

  var count: Int { bytes.count - head }

  var isEmpty: Bool { bytes.isEmpty }

  var waiting: RawSpan {
    @_lifetime(borrow self)
    get { bytes.raw.extracting(head...) }
  }

  mutating func append(_ more: RawSpan) {
    // Before the array would grow, so that what has left is never copied into larger memory, and
    // only when that is at least half, so that each byte is moved a bounded number of times.
    if bytes.count + more.byteCount > bytes.capacity, head >= count {
      bytes.removeSubrange(..<head)
      head = 0
    }
    bytes.append(more)
  }

  mutating func removeFirst(_ byteCount: Int) {
    head += byteCount
    if head == bytes.count { self = ByteQueue() }
  }
}
