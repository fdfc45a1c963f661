public import ZooKeeperModel

/// The servers of an ensemble, and the node that is the root for a client.
///
/// Written as in Apache's clients: `zk1,zk2:2182,[2001:db8::7]:2181/app`. A server without a port
/// is at 2181, spaces around commas and commas without a server do not matter, and the path behind
/// the last server, the *chroot*, stands in front of every path that the client uses.
///
/// A literal is checked when it is used and a wrong one stops the program; text from users and
/// files goes through `init(validating:)`.
public struct ServerList: Hashable, Sendable {
  /// The servers, in the order in which they were written; at least one.
  public let servers: [ServerAddress]
  /// What the client calls `/`.
  public let root: ZNodePath

  /// Checks a text from a user or a file.
  public init(validating text: String) throws(InvalidServerList) {
    do throws(InvalidServerList.Reason) {
      let end = text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
      servers = try ServerList.servers(in: text[..<end])
      root = try ServerList.root(in: text[end...])
    } catch {
      throw InvalidServerList(text: text, reason: error)
    }
  }

  /// Makes a list of servers that are known one by one.
  public init(_ servers: [ServerAddress], root: ZNodePath = .root) throws(InvalidServerList) {
    self.servers = servers
    self.root = root
    do throws(InvalidServerList.Reason) {
      try ServerList.checkCount(of: servers)
    } catch {
      throw InvalidServerList(text: description, reason: error)
    }
  }

  private static func servers(
    in text: Substring
  ) throws(InvalidServerList.Reason) -> [ServerAddress] {
    var servers: [ServerAddress] = []
    // Programs that write such lists end them with a comma, and Apache reads them.
    for part in text.utf8.split(separator: UInt8(ascii: ",")) {
      let name = Substring(part).withoutSpaceAround
      if !name.isEmpty { servers.append(try server(name)) }
    }
    try checkCount(of: servers)
    return servers
  }

  private static func checkCount(of servers: [ServerAddress]) throws(InvalidServerList.Reason) {
    if servers.isEmpty { throw .noServers }
    if servers.count > Limits.serversMax { throw .tooManyServers(servers.count) }
  }

  private static func server(_ text: Substring) throws(InvalidServerList.Reason) -> ServerAddress {
    let place = InvalidServerList.Place(of: text)
    guard let parts = ColonSeparated(text) else { throw .invalidBrackets(place) }
    // Outside of brackets nobody can tell where an IPv6 address ends; Apache takes its last part
    // for the port.
    if parts.fields.count > 1 { throw .tooManyColons(place) }
    if parts.host.isEmpty { throw .noHost(place) }
    guard parts.host.utf8.allSatisfy(isAllowedInHost) else { throw .invalidHost(place) }
    guard let field = parts.fields.first else { return ServerAddress(host: String(parts.host)) }
    guard let port = ColonSeparated.port(field) else { throw .invalidPort(place) }
    return ServerAddress(host: String(parts.host), port: port)
  }

  // Names with other letters have a form in ASCII, which is what resolvers know.
  private static func isAllowedInHost(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "]")
  }

  private static func root(in text: Substring) throws(InvalidServerList.Reason) -> ZNodePath {
    if text.utf8.count <= 1 { return .root }
    // Whoever writes `a/app,b/app` means two servers; Apache takes `/app,b/app` for the root.
    if text.utf8.contains(UInt8(ascii: ",")) { throw .serverBehindRoot(.init(of: text)) }
    do throws(InvalidPath) {
      return try ZNodePath(validating: String(text))
    } catch {
      throw .invalidRoot(error)
    }
  }
}

extension Substring {
  /// Without the space, tabs and line ends around it: what Apache ignores around commas.
  fileprivate var withoutSpaceAround: Substring {
    let isSpace: (UInt8) -> Bool = { $0 <= UInt8(ascii: " ") }
    var bytes = utf8.drop(while: isSpace)
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return Substring(bytes)
  }
}

extension ServerList: ExpressibleByStringLiteral {
  /// Takes a list from the source text; a wrong one is a mistake in the program and stops it.
  public init(stringLiteral text: StaticString) {
    do throws(InvalidServerList) {
      try self.init(validating: text.description)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension ServerList: CustomStringConvertible {
  /// The connect string, with every port written out.
  public var description: String {
    let list = servers.map(\.description).joined(separator: ",")
    return root.isRoot ? list : list + root.text
  }
}
