public import ZooKeeperModel

/// Something that happened between a client and its servers, for logs and dashboards.
///
/// Later versions may tell of more: write a `default` where you switch over it. The description is
/// one line without secrets.
public enum ClientEvent: Hashable, Sendable {
  /// The client tries one address of a server.
  case attempt(ServerAddress, address: String)
  /// The attempt led nowhere; the client goes on trying.
  case attemptFailed(ServerAddress, Disconnection)
  /// A server serves the session from now on: the one from before, or a new one.
  case connected(ServerAddress, SessionID, timeout: Duration, resumed: Bool)
  /// The connection is gone. Of the requests on their way, writes failed with an unknown outcome,
  /// and reads will be asked again.
  case connectionLost(ServerAddress, Disconnection, failed: Int, askedAgain: Int)
  /// The client stands somewhere else.
  case stateChanged(SessionState)
  /// A session ended without our doing, and another one took its place.
  case sessionRenewed(from: SessionID, to: SessionID, because: SessionEnd)
  /// All servers have older data than we have seen; they will not serve this session.
  case serversBehind(lastSeen: Zxid)
  /// The watches were left again on the server that serves the session now.
  case watchesRestored(count: Int, bytes: Int)
  /// The readers of so many watches were told that they may have missed changes.
  case changesMissed(watches: Int)
  /// A request took longer than `slowRequestThreshold`. It was none of `pipeline`, `walk` or
  /// `deleteTree`.
  case slowRequest(OperationName, ZNodePath?, Duration)
  /// The client uses other servers from now on.
  case serversChanged([ServerAddress])
}

extension ClientEvent: CustomStringConvertible {
  /// What happened, in one line.
  public var description: String {
    switch self {
    case .attempt(let server, let address):
      "trying \(server) at \(address)"
    case .attemptFailed(let server, let cause):
      "\(server) cannot be used: \(cause)"
    case .connected(let server, let session, let timeout, let resumed):
      "\(server) serves \(resumed ? "the" : "a new") session \(session), timeout \(timeout)"
    case .connectionLost(let server, let cause, let failed, let askedAgain):
      "lost \(server): \(cause); requests failed: \(failed), asked again: \(askedAgain)"
    case .stateChanged(let state):
      "\(state)"
    case .sessionRenewed(let old, let new, let reason):
      "session \(new) took the place of \(old): \(reason)"
    case .serversBehind(let zxid):
      "the data of all servers is older than \(zxid), which this client has seen"
    case .watchesRestored(let count, let bytes):
      "watches left again: \(count), in bytes \(bytes)"
    case .changesMissed(let watches):
      "watches that may have missed changes: \(watches)"
    case .slowRequest(let operation, let path, let duration):
      path.map { "\(operation) \($0) took \(duration)" } ?? "\(operation) took \(duration)"
    case .serversChanged(let servers):
      "servers: " + servers.map(\.description).joined(separator: ", ")
    }
  }
}
