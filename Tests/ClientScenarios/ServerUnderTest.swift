import Testing
package import ZooKeeper
package import ZooKeeperTesting

/// What cannot be done to a server through the network.
package protocol Misfortunes: Sendable {
  /// Ends the server and starts it again on its data.
  func restart() async throws

  /// Ends a session as if nobody had been heard of for too long.
  func expire(_ ticket: SessionTicket) async throws
}

/// A server that a scenario plays with. Its clients come through a proxy, where connections can be
/// cut, and have a part of the tree to themselves.
package struct ServerUnderTest: Sendable {
  /// Where clients come in.
  package let proxy: ChaosProxy
  /// The server itself, past the proxy.
  package let address: ServerAddress
  /// What the clients call the root.
  package let root: ZNodePath
  /// Whether events name the change that they tell of, as they do since 3.9.
  package let eventsNameTheirChange: Bool
  private let misfortunes: any Misfortunes

  /// The sessions' timeouts that every server under test grants.
  package static let sessionMilliseconds = 500...60_000

  package init(
    _ proxy: ChaosProxy, before port: UInt16, root: ZNodePath, eventsNameTheirChange: Bool,
    misfortunes: any Misfortunes
  ) {
    self.proxy = proxy
    address = ServerAddress(host: "127.0.0.1", port: port)
    self.root = root
    self.eventsNameTheirChange = eventsNameTheirChange
    self.misfortunes = misfortunes
  }

  func restart() async throws { try await misfortunes.restart() }

  /// Ends a session whose client comes through the proxy, and lets the client in again to hear of
  /// it.
  func expire(_ ticket: SessionTicket) async throws {
    await proxy.refuse()
    await proxy.cut()
    try await misfortunes.expire(ticket)
    await proxy.admit()
  }

  /// Settings for a client of this server.
  func configuration(
    _ adjust: (inout ClientConfiguration) -> Void = { _ in }
  ) throws -> ClientConfiguration {
    let servers = try ServerList(validating: proxy.connectString + root.text)
    var configuration = ClientConfiguration(servers: servers)
    adjust(&configuration)
    return configuration
  }

  /// Runs `body` with a client of this server.
  func withClient(_ body: (ZooKeeperClient) async throws -> Void) async throws {
    try await withZooKeeper(try configuration(), body)
  }

  /// Runs `body` with a client of this server that has other settings.
  func withClient(
    _ adjust: (inout ClientConfiguration) -> Void,
    _ body: (ZooKeeperClient) async throws -> Void
  ) async throws {
    try await withZooKeeper(try configuration(adjust), body)
  }

  /// Runs `body` with two clients, each with a session of its own.
  func withTwoClients(
    _ body: (ZooKeeperClient, ZooKeeperClient) async throws -> Void
  ) async throws {
    try await withClient { first in
      try await withClient { second in try await body(first, second) }
    }
  }

  /// Runs `body` with a client that comes past the proxy, so that nothing happens to it.
  func withWitness(_ body: (ZooKeeperClient) async throws -> Void) async throws {
    try await withZooKeeper(try ServerList([address], root: root), body)
  }

  /// Runs `body` with a client whose session can be made to expire by the ticket.
  func withMortalClient(
    _ adjust: (inout ClientConfiguration) -> Void = { _ in },
    _ body: (ZooKeeperClient, SessionTicket) async throws -> Void
  ) async throws {
    let ticket = try await leftSession()
    try await withClient { configuration in
      configuration.resume = ticket
      adjust(&configuration)
    } _: { client in
      try await client.untilConnected()
      try await body(client, ticket)
    }
  }

  /// A session that somebody left alive.
  func leftSession() async throws -> SessionTicket {
    let client = try ZooKeeperClient(configuration())
    try await client.untilConnected()
    return try #require(await client.detach())
  }

  /// Whether everybody else sees a node.
  func shows(_ path: ZNodePath) async throws -> Bool {
    let servers = try ServerList([address], root: root)
    return try await withZooKeeper(servers) { try await $0.stat(path) != nil }
  }

  /// A session that somebody left alive who had seen a change that the server does not know.
  func leftSession(havingSeen zxid: Zxid) async throws -> SessionTicket {
    var parts = try await leftSession().textRevealingPassword().split(separator: ".")
    parts[3] = Substring(String(zxid.rawValue, radix: 16))
    return try SessionTicket(textRevealingPassword: parts.joined(separator: "."))
  }

  /// What the server says to an administrator.
  func answer(to word: FourLetterWord) async throws -> String {
    try await ServerProbe().ask(word, of: address)
  }

  /// Waits until the server keeps no watch at a node any more: a client is not told when it has
  /// taken one down.
  func waitUntilUnwatched(_ path: ZNodePath) async throws {
    while try await isWatched(path) { try Task.checkCancellation() }
  }

  /// Whether the server keeps a watch for somebody at a node of this scenario.
  func isWatched(_ path: ZNodePath) async throws -> Bool {
    let absolute = path.isRoot ? root.text : root.text + path.text
    return try await answer(to: .wchp).split(separator: "\n").contains { $0 == absolute }
  }
}

extension ServerUnderTest {
  /// Plays a scenario in a part of the tree that is made for it, and goes with it.
  package func play(_ scenario: ClientScenario) async throws {
    let servers = try ServerList([address])
    try await withZooKeeper(servers) { keeper in
      // What a scenario left that failed would let those behind it fail, too.
      try await keeper.deleteTree(root)
      try await keeper.create(root)
      try await scenario.play(self)
      try await keeper.deleteTree(root)
    }
  }
}
