/// Why a connection is no more, or never came about.
public enum Disconnection: Hashable, Sendable {
  /// The name of the server leads to no address.
  case unresolved(String)
  /// Connecting or greeting took too long.
  case tooSlow
  /// Nothing was heard for so long that the server must be gone.
  case silent
  /// The server closed the connection.
  case closedByServer
  /// The network failed.
  case failed(String)
  /// The peer does not speak as ZooKeeper does.
  case protocolViolation(String)
  /// We left for a better server.
  case moved
  /// We are done.
  case closedHere
}

extension Disconnection: CustomStringConvertible {
  /// What happened, in words.
  public var description: String {
    switch self {
    case .unresolved(let reason): reason
    case .tooSlow: "it took too long to connect"
    case .silent: "the server has fallen silent"
    case .closedByServer: "the server closed the connection"
    case .failed(let reason): reason
    case .protocolViolation(let reason): "the peer does not speak as ZooKeeper does: \(reason)"
    case .moved: "the client moved to another server"
    case .closedHere: "the client closed the connection"
    }
  }
}
