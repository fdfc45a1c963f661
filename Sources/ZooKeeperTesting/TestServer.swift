public import ZooKeeperModel
public import ZooKeeperServer
import ZooKeeperTransport

/// A ZooKeeper server inside of a test: starts in milliseconds at a port of its own, and lets go
/// wrong what goes wrong in the world.
///
/// Its data is in memory and lives as long as this value, over any number of restarts. Sessions
/// expire by the same clock as everywhere; `expire` saves a test from waiting.
///
/// ```swift
/// try await withTestServer { server in
///   let address = server.connectString
///   // Let any ZooKeeper client connect there, and then:
///   try await server.restart()
/// }
/// ```
public final class TestServer: Sendable {
  /// The port on the loopback interface. It stays the same over restarts.
  public let port: UInt16

  private let configuration: ServerConfiguration
  private let disk: TestDisk
  private let log: ServerLog
  private let server: Lock<ZooKeeperServer>

  private init(
    _ server: ZooKeeperServer, _ configuration: ServerConfiguration, _ disk: TestDisk,
    log: @escaping ServerLog
  ) {
    port = server.port
    self.configuration = configuration
    self.disk = disk
    self.log = log
    self.server = Lock(server)
  }

  /// Starts a server. Whoever does has to stop it.
  ///
  /// - Parameters:
  ///   - adjust: changes the settings: where it listens and stores is given, four-letter words and
  ///     nodes with a time to live are allowed, and a session may be as short as 100 milliseconds.
  ///   - log: takes what the server has to say, on any thread.
  public static func start(
    _ adjust: (inout ServerConfiguration) -> Void = { _ in },
    log: @escaping ServerLog = { _ in }
  ) async throws(ServerFailure) -> TestServer {
    var configuration = ServerConfiguration(
      address: "127.0.0.1", port: 0, storage: .directory("/test"))
    configuration.tickMilliseconds = 50
    configuration.sessionTimeouts = 100...3_600_000
    configuration.connections.perAddressMax = 0
    configuration.fourLetterWords = .all
    configuration.tree.extendedTypes = true
    // Zeros help a real disk to be quick; memory they would only fill.
    configuration.log.zerosAheadBytes = 1
    adjust(&configuration)
    let disk = TestDisk()
    let server = try await ZooKeeperServer.start(configuration, on: disk, log: log)
    configuration.port = server.port
    return TestServer(server, configuration, disk, log: log)
  }

  /// What clients take to connect.
  public var connectString: String { "127.0.0.1:\(port)" }

  /// Ends the server. Clients see their connections break.
  public func stop() async {
    await current.stop()
  }

  private var current: ZooKeeperServer { server.withLock { $0 } }
}

// Misfortunes.
extension TestServer {
  /// Ends the server if it runs, and starts it again on the same data and port: connections break,
  /// sessions live on.
  public func restart() async throws(ServerFailure) {
    await current.stop()
    let next = try await ZooKeeperServer.start(configuration, on: disk, log: log)
    server.withLock { $0 = next }
  }

  /// The sessions whose clients are connected.
  public func connectedSessions() async throws -> [SessionID] {
    try await current.connectedSessions()
  }

  /// Ends a session as if its client had not been heard of for too long: its ephemeral nodes go,
  /// and its connection breaks without a word.
  public func expire(_ session: SessionID) async throws {
    try await current.expire(session)
  }

  /// Breaks the connection of a session. Returns whether there was one.
  @discardableResult
  public func dropConnection(of session: SessionID) async throws -> Bool {
    try await current.disturb(session, .cut)
  }

  /// Lets nothing through to or from the client of a session, as a network does that is gone,
  /// until `resumeConnection`. Returns whether there was a connection.
  @discardableResult
  public func stallConnection(of session: SessionID) async throws -> Bool {
    try await current.disturb(session, .stalled)
  }

  /// Lets everything through again. Returns whether the connection is still there.
  @discardableResult
  public func resumeConnection(of session: SessionID) async throws -> Bool {
    try await current.disturb(session, nil)
  }

  /// Breaks the connection of a session in place of its next reply: what the client asks for is
  /// done, and it does not hear of it. Returns whether there was a connection.
  @discardableResult
  public func loseNextReply(of session: SessionID) async throws -> Bool {
    try await current.disturb(session, .losesNextReply)
  }

  /// Lets every use of the disk fail from now on. The server ends with the next write; `restart`
  /// after `mendDisk` brings back what was acknowledged.
  public func breakDisk() {
    disk.setBroken(true)
  }

  /// Lets the disk work again.
  public func mendDisk() {
    disk.setBroken(false)
  }
}

/// Runs `body` beside a server, and ends the server whatever comes of it.
///
/// - Parameter adjust: changes the settings, as in `TestServer.start`.
public func withTestServer<Result>(
  _ adjust: (inout ServerConfiguration) -> Void = { _ in },
  isolation: isolated (any Actor)? = #isolation,
  _ body: (TestServer) async throws -> Result
) async throws -> Result {
  let server = try await TestServer.start(adjust)
  do {
    let result = try await body(server)
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}
