import Synchronization
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// Settings as a program has them.
struct Settings: Codable, Hashable, NodeValue {
  var limit = 10
  var hosts: [String] = []
}

/// What was reported as invalid.
final class Complaints: Sendable {
  private let state = Mutex<[InvalidValue]>([])

  var all: [InvalidValue] { state.withLock { $0 } }

  var report: @Sendable (InvalidValue) -> Void {
    { problem in self.state.withLock { $0.append(problem) } }
  }
}

extension ChaosProxy {
  /// Lets everything through again, whatever was planned.
  func mend() async {
    await strike(.cutBeforeRequest, after: .max)
    await resume()
  }
}
