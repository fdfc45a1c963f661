import ZooKeeperModel

/// What a connection was asked and has not answered yet, the oldest first: answers come in the
/// order of the requests.
struct UnansweredRequests {
  struct Entry {
    var operation: OpCode
    var xid: Xid
    var arrival: MonotonicInstant
  }

  // Most requests are answered before the next one comes, so the first takes no memory elsewhere.
  private var oldest: Entry?
  private var rest: [Entry] = []
  private var next = 0

  var count: Int {
    oldest == nil ? 0 : 1 + rest.count - next
  }

  mutating func append(_ entry: Entry) {
    if oldest == nil { oldest = entry } else { rest.append(entry) }
  }

  mutating func removeFirst() -> Entry? {
    let first = oldest
    guard next < rest.count else {
      oldest = nil
      if next > 0 {
        rest = []
        next = 0
      }
      return first
    }
    oldest = rest[next]
    next += 1
    if next * 2 > rest.count && next > 64 {
      rest.removeFirst(next)
      next = 0
    }
    return first
  }
}
