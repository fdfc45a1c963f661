import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTesting

/// Whoever learns from a call that something has happened finds that the client's state says so: at
/// once, and not a moment later.
@Suite(.timeLimit(.minutes(1)))
struct StateOrderTests {
  @Test("a call that fails because the client was closed finds it ended")
  func closed() async throws {
    let silent = try await RudeServer(.silent)
    var configuration = ClientConfiguration(servers: try ServerList([silent.address]))
    configuration.closeTimeout = .zero
    let zk = try ZooKeeperClient(configuration)
    let moment = try await Self.moment(of: zk) {
      _ = try await zk.get("/a")
    } after: { () throws in
      while zk.metrics.requestsQueued == 0 { await Task.yield() }
      await zk.close()
    }
    #expect(moment == Moment(code: .closed, state: .ended(.closedUnheard)))
  }

  @Test("a call that fails because the connection broke finds the session without a server")
  func connectionLost() async throws {
    try await withStalledSession { zk, session, server in
      let moment = try await Self.moment(of: zk) {
        try await zk.create("/a")
      } after: { () throws in
        while zk.metrics.requestsInFlight == 0 { await Task.yield() }
        try await server.dropConnection(of: session)
      }
      #expect(moment == Moment(code: .connectionLost, state: .suspended(session)))
    }
  }

  @Test("a call that fails because the session expired finds the client ended")
  func expired() async throws {
    try await withStalledSession { zk, session, server in
      let moment = try await Self.moment(of: zk) {
        _ = try await zk.get("/a")
      } after: { () throws in
        while zk.metrics.requestsInFlight == 0 { await Task.yield() }
        try await server.expire(session)
        // The client would not hear of it on a connection that lets nothing through.
        try await server.restart()
      }
      #expect(moment == Moment(code: .sessionExpired, state: .ended(.expired)))
    }
  }

  /// What a call ended with, and where the client stood then.
  private struct Moment: Equatable {
    var code: ZooKeeperError.Code?
    var state: SessionState
  }

  private static func moment(
    of zk: ZooKeeperClient, _ call: @escaping @Sendable () async throws -> Void,
    after misfortune: () async throws -> Void
  ) async throws -> Moment {
    let waiting = Task(executorPreference: InlineExecutor()) {
      do {
        try await call()
        return Moment(state: zk.state)
      } catch {
        return Moment(code: (error as? ZooKeeperError)?.code, state: zk.state)
      }
    }
    try await misfortune()
    return await waiting.value
  }

  /// A client that ends with its session, whose server does not answer any more.
  private func withStalledSession(
    _ body: (ZooKeeperClient, SessionID, TestServer) async throws -> Void
  ) async throws {
    try await withTestServer { server in
      var configuration = ClientConfiguration(
        servers: try ServerList(validating: server.connectString))
      configuration.onExpiry = .end
      try await withZooKeeper(configuration) { zk in
        try await zk.untilConnected()
        let session = try #require(zk.session)
        try await server.stallConnection(of: session)
        try await body(zk, session, server)
      }
    }
  }
}
