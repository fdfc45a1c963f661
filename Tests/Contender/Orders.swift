import Foundation
import Synchronization

/// What a contender is told on its standard input, while it goes about its work.
final class Orders: Sendable {
  private struct State {
    var shallLeave = false
    var shallPause = false
  }

  private let state = Mutex(State())

  var shallLeave: Bool { state.withLock { $0.shallLeave } }

  /// Whether a pause was ordered since the last one.
  func takePause() -> Bool {
    state.withLock { state in
      defer { state.shallPause = false }
      return state.shallPause
    }
  }

  func obey() {
    Thread.detachNewThread { [self] in
      while let order = readLine() {
        state.withLock { state in
          switch order {
          case "pause": state.shallPause = true
          default: state.shallLeave = true
          }
        }
      }
      // Whoever gave the orders has gone, and nobody hears any more what is said here.
      exit(1)
    }
  }
}
