import Synchronization
import ZooKeeper

/// Who was inside of something, in order, and how many at once.
final class Journal<Entry: Sendable>: Sendable {
  private let state = Mutex<(entries: [Entry], inside: Int)>(([], 0))

  /// Returns how many are inside with the new one.
  func enter(_ entry: Entry) -> Int {
    state.withLock { state in
      state.entries.append(entry)
      state.inside += 1
      return state.inside
    }
  }

  func leave() {
    state.withLock { $0.inside -= 1 }
  }

  var entries: [Entry] { state.withLock { $0.entries } }

  var inside: Int { state.withLock { $0.inside } }
}

/// The error that somebody saw.
final class Witness: Sendable {
  private let state = Mutex<ZooKeeperError?>(nil)

  func saw(_ error: ZooKeeperError) {
    state.withLock { $0 = error }
  }

  var error: ZooKeeperError? { state.withLock { $0 } }
}
