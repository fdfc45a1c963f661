import ZooKeeperModel

/// What has happened and was not read yet: never more than the limit.
///
/// A gap takes the place of what had to be dropped, so that a reader who is too slow knows it.
struct WatchBacklog: Sendable {
  /// Places before `head` are read. They go when they are as many as the others, so that reading
  /// costs the same however much is waiting.
  private var changes: [WatchChange] = []
  private var head: Int32 = 0
  // Narrow, because a client may hold a hundred thousand of these.
  private let limit: Int32

  init(limit: Int) {
    precondition(limit > 0, "a stream must be able to hold at least a gap")
    self.limit = Int32(clamping: limit)
  }

  var count: Int { changes.count - Int(head) }

  var isEmpty: Bool { changes.isEmpty }

  /// The path is the one watched, for the gap that may have to be made.
  mutating func append(_ change: WatchChange, watchedAt path: ZNodePath) {
    if let reason = change.gap, let former = changes.last?.gap {
      changes[changes.count - 1].kind = .gap(max(former, reason))
    } else if count < limit {
      changes.append(change)
    } else {
      // Gaps that are dropped with the rest must not take their reasons with them.
      let reason = (changes[Int(head)...] + [change]).compactMap(\.gap).max() ?? .overflow
      removeAll()
      changes.append(WatchChange(.gap(reason), at: path))
    }
  }

  mutating func popFirst() -> WatchChange? {
    guard !changes.isEmpty else { return nil }
    let first = changes[Int(head)]
    head += 1
    if Int(head) == changes.count {
      removeAll()
    } else if Int(head) >= count {
      changes.removeFirst(Int(head))
      head = 0
    }
    return first
  }

  mutating func takeAll() -> [WatchChange] {
    defer { removeAll() }
    return head == 0 ? changes : Array(changes[Int(head)...])
  }

  /// Gives the memory back: most streams have nothing to say for most of their lives.
  private mutating func removeAll() {
    changes = []
    head = 0
  }
}
