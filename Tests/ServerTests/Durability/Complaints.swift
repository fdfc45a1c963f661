import Synchronization
import ZooKeeperServer

/// What a server had to warn of.
final class Complaints: Sendable {
  private let entries = Mutex<[String]>([])

  func add(_ entry: ServerLogEntry) {
    guard entry.level >= .warning else { return }
    entries.withLock { $0.append(entry.message) }
  }

  var all: [String] { entries.withLock { $0 } }
}
