import PeerSupport
import ZooKeeperServer

/// What a server told its operator.
struct ServerLogLines {
  private let lines = Guarded<[String]>([])

  var log: ServerLog {
    { [lines] entry in lines.withLock { $0.append(entry.message) } }
  }

  func contains(_ text: String) -> Bool {
    lines.withLock { $0.contains { $0.contains(text) } }
  }
}
