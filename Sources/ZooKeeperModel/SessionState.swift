/// Where a client stands.
///
/// The session stands beside the state, so that whoever looks seldom still sees that it is another
/// one by now.
public enum SessionState: Hashable, Sendable {
  /// No server has given us a session yet, or not again after one ended.
  case connecting
  /// A server serves the session.
  case connected(SessionID)
  /// A server serves the session that can only be read.
  case connectedReadOnly(SessionID)
  /// No server serves the session just now. It may live on there, and others may still see its
  /// ephemeral nodes; what others change goes unseen here.
  case suspended(SessionID)
  /// The client is done.
  case ended(SessionEnd)

  /// The session, unless there is none.
  public var session: SessionID? {
    switch self {
    case .connected(let id), .connectedReadOnly(let id), .suspended(let id): id
    case .connecting, .ended: nil
    }
  }

  /// Whether reads are served just now.
  public var isConnected: Bool {
    switch self {
    case .connected, .connectedReadOnly: true
    case .connecting, .suspended, .ended: false
    }
  }
}

extension SessionState: CustomStringConvertible {
  /// The state, in words.
  public var description: String {
    switch self {
    case .connecting: "connecting"
    case .connected(let id): "connected, session \(id)"
    case .connectedReadOnly(let id): "connected to a server that can only be read, session \(id)"
    case .suspended(let id): "disconnected, session \(id) may live on"
    case .ended(let end): "ended: \(end)"
    }
  }
}
