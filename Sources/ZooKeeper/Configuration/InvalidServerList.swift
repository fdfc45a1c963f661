public import ZooKeeperModel

/// Why a text is no list of servers.
public struct InvalidServerList: Error, Hashable, Sendable {
  /// A server as it was written, and where.
  public struct Place: Hashable, Sendable {
    /// The server as it was written.
    public let text: String
    /// Bytes of UTF-8 between the start of the list and this server.
    public let offset: Int

    init(of part: Substring) {
      text = String(part)
      offset = part.base.utf8.distance(from: part.base.startIndex, to: part.startIndex)
    }
  }

  /// The first thing that is wrong.
  public enum Reason: Error, Hashable, Sendable {
    /// There is not one server.
    case noServers
    /// There are more servers than an ensemble can have.
    case tooManyServers(Int)
    /// A server has a port only.
    case noHost(Place)
    /// A host contains a space, a bracket, or a letter that is not ASCII.
    case invalidHost(Place)
    /// A bracket is not closed, or is followed by something else than a colon and a port.
    case invalidBrackets(Place)
    /// An IPv6 address is not in brackets.
    case tooManyColons(Place)
    /// What stands behind the colon is no port.
    case invalidPort(Place)
    /// A comma follows the path, which belongs behind the last server.
    case serverBehindRoot(Place)
    /// The path behind the servers is no path.
    case invalidRoot(InvalidPath)
  }

  /// The text that was given.
  public let text: String
  /// The first thing that is wrong with it.
  public let reason: Reason
}

extension InvalidServerList: CustomStringConvertible {
  /// What is wrong, where, and what to do about it.
  public var description: String {
    "invalid server list \(text.debugDescription): \(reason)"
  }
}

extension InvalidServerList.Place: CustomStringConvertible {
  /// The server, and the byte at which it starts.
  public var description: String { "\(text.debugDescription) at byte \(offset)" }
}

extension InvalidServerList.Reason: CustomStringConvertible {
  /// What is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .noServers:
      "it names no server; write one as host or host:port"
    case .tooManyServers(let count):
      "it names \(count) servers, and an ensemble has at most \(Limits.serversMax)"
    case .noHost(let place):
      "\(place) has no host"
    case .invalidHost(let place):
      "\(place) has a host with a character that no host has"
    case .invalidBrackets(let place):
      "\(place) is not [address] or [address]:port"
    case .tooManyColons(let place):
      "\(place) has several colons; put an IPv6 address in brackets, [address]:port"
    case .invalidPort(let place):
      "\(place) has no port from 1 to 65535 behind its colon"
    case .serverBehindRoot(let place):
      "\(place) goes on with a comma; the path is written once, behind the last server"
    case .invalidRoot(let error):
      "\(error)"
    }
  }
}
