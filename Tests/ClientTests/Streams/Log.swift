import ZooKeeperTransport

/// What several threads write down for one test.
final class Log<Entry: Sendable>: Sendable {
  private let written = Lock<[Entry]>([])

  var entries: [Entry] { written.withLock { $0 } }

  func append(_ entry: Entry) {
    written.withLock { $0.append(entry) }
  }
}
