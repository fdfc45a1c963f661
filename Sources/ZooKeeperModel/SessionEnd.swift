/// Why a session is no more.
public enum SessionEnd: Hashable, Sendable {
  /// We closed it, and the servers know.
  case closed
  /// We closed it and could not tell a server in time: it ends there by its timeout.
  case closedUnheard
  /// We left it for another client to go on with.
  case detached
  /// A server said that it is gone.
  case expired
  /// No server was heard of, or none that serves, for so long that it must be gone.
  case expiredUnheard
  /// No server would have us for so long that it must be gone: the data of all of them is older
  /// than what we have seen, as after a restore from a backup.
  case serversBehind
  /// A server gave us another session in its place.
  case replaced(by: SessionID)
  /// A server did not accept who we say we are.
  case authenticationFailed(scheme: String)
}

extension SessionEnd: CustomStringConvertible {
  /// What happened, in words.
  public var description: String {
    switch self {
    case .closed: "it was closed"
    case .closedUnheard: "it was closed, and no server heard of it in time"
    case .detached: "it was left for another client"
    case .expired: "a server said that the session has expired"
    case .expiredUnheard: "no server was heard of for longer than the session lives"
    case .serversBehind: "the servers' data is older than what the session has seen"
    case .replaced(let id): "a server gave the session \(id) in its place"
    case .authenticationFailed(let scheme): "a server refused the credentials for \(scheme)"
    }
  }
}
