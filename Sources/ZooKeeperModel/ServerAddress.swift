/// A server as people name it: a host, by name or by number, and the port for clients.
public struct ServerAddress: Hashable, Sendable {
  /// The port that servers listen at unless they are told otherwise.
  public static let defaultPort: UInt16 = 2181

  /// A name, an IPv4 address or an IPv6 address without brackets.
  public let host: String
  /// The port for clients.
  public let port: UInt16

  /// Names a server. Nothing is checked or looked up: that happens at every attempt to connect.
  public init(host: String, port: UInt16 = ServerAddress.defaultPort) {
    self.host = host
    self.port = port
  }
}

extension ServerAddress: CustomStringConvertible {
  /// The form that stands in connect strings: `host:port`, or `[v6 address]:port`.
  public var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
