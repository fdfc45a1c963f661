import ZooKeeperModel

/// When to look for a server that can write, while the present one cannot.
struct ReadWriteSearch: Hashable, Sendable {
  private(set) var due = MonotonicInstant.never
  private var pause = ReadWriteSearch.shortest

  /// Often at first, because most elections are short; seldom later.
  private static let shortest: Duration = .milliseconds(100)
  private static let longest: Duration = .seconds(60)

  mutating func begin(at now: MonotonicInstant) {
    pause = ReadWriteSearch.shortest
    due = now + pause
  }

  mutating func wait(at now: MonotonicInstant) {
    pause = min(pause * 2, ReadWriteSearch.longest)
    due = now + pause
  }

  mutating func end() { due = .never }
}
