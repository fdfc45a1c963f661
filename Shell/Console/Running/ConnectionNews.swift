import Synchronization
import ZooKeeper

/// What the client last said about its servers: for the prompt, and for whoever asks why nothing
/// comes.
final class ConnectionNews: Sendable {
  private struct Latest {
    var state = SessionState.connecting
    var trouble: String?
  }

  private let latest = Mutex(Latest())
  private let first: AsyncStream<Void>
  private let hasFirst: AsyncStream<Void>.Continuation

  init() {
    (first, hasFirst) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Runs on the client's thread.
  func hear(_ event: ClientEvent) {
    switch event {
    case .stateChanged(let state):
      latest.withLock { latest in
        latest.state = state
        if state.isConnected { latest.trouble = nil }
      }
      if state == .connecting { return }
    case .attemptFailed, .connectionLost:
      latest.withLock { $0.trouble = "\(event)" }
    default: return
    }
    hasFirst.finish()
  }

  /// Where the client stands.
  var state: SessionState { latest.withLock(\.state) }

  /// What keeps the client from its servers; nil if nothing does, as far as is known.
  var trouble: String? { latest.withLock(\.trouble) }

  /// Waits until a server was found, or one that cannot be used.
  func waitForFirst() async {
    for await _ in first {}
  }
}
