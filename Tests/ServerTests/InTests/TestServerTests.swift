import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperTesting

/// What a test author is promised, seen from the side of a client.
struct TestServerTests {
  @Test("a server starts at a port of its own, and ends with the body")
  func scope() async throws {
    // That it has ended shows at a connection: the port may be somebody else's at once.
    let client = try await withTestServer { server in
      let client = try WireClient(to: server.port)
      #expect(try client.call(.create("/a")).error == .ok)
      #expect(server.connectString == "127.0.0.1:\(server.port)")
      return client
    }
    #expect(throws: (any Error).self) { try client.receive() }
  }

  @Test("a body's error ends the server too")
  func failingBody() async throws {
    var client: WireClient?
    await #expect(throws: ServerFailureOfBody.self) {
      try await withTestServer { server in
        client = try WireClient(to: server.port)
        throw ServerFailureOfBody()
      }
    }
    let left = try #require(client)
    #expect(throws: (any Error).self) { try left.receive() }
  }

  @Test("a session that is made to expire takes its nodes with it, and its connection breaks")
  func expiry() async throws {
    try await withTestServer { server in
      let doomed = try WireClient(to: server.port)
      #expect(try doomed.call(.create("/mine", .ephemeral)).error == .ok)
      let witness = try WireClient(to: server.port)
      #expect(try witness.call(.exists("/mine", watch: true)).error == .ok)
      try await server.expire(doomed.greeting.sessionID)
      #expect(try witness.receive().event().kind == .nodeDeleted)
      #expect(throws: WireClient.Failure.closed) { try doomed.receive() }
      let late = try WireClient(
        to: server.port,
        .resuming(doomed.greeting.sessionID, password: doomed.greeting.password))
      #expect(late.greeting.sessionID == .none)
      #expect(try await server.connectedSessions() == [witness.greeting.sessionID])
    }
  }

  @Test("a dropped connection leaves the session alive")
  func drop() async throws {
    try await withTestServer { server in
      let client = try WireClient(to: server.port)
      #expect(try await server.dropConnection(of: client.greeting.sessionID))
      #expect(throws: WireClient.Failure.closed) { try client.receive() }
      let again = try WireClient(
        to: server.port,
        .resuming(client.greeting.sessionID, password: client.greeting.password))
      #expect(again.greeting.sessionID == client.greeting.sessionID)
      #expect(try await server.dropConnection(of: SessionID(rawValue: 7)) == false)
    }
  }

  @Test("a lost reply loses the answer and not the change")
  func lostReply() async throws {
    try await withTestServer { server in
      let client = try WireClient(to: server.port)
      #expect(try await server.loseNextReply(of: client.greeting.sessionID))
      #expect(throws: WireClient.Failure.closed) { try client.call(.create("/done")) }
      let witness = try WireClient(to: server.port)
      #expect(try witness.call(.exists("/done")).error == .ok)
    }
  }

  @Test("a stalled connection answers when it is resumed, everything in order")
  func stall() async throws {
    try await withTestServer { server in
      let client = try WireClient(to: server.port)
      let session = client.greeting.sessionID
      #expect(try await server.stallConnection(of: session))
      let asked = [client.send(.create("/s")), client.send(.exists("/s"))]
      // Another client is served meanwhile, and does not see what was not heard.
      let witness = try WireClient(to: server.port)
      #expect(try witness.call(.exists("/s")).error == .noNode)
      #expect(try await server.resumeConnection(of: session))
      for xid in asked { #expect(try client.answer(to: xid).header.error == .ok) }
    }
  }

  @Test("a restart keeps port, data and sessions")
  func restart() async throws {
    try await withTestServer { server in
      let client = try WireClient(to: server.port)
      #expect(try client.call(.create("/kept")).error == .ok)
      #expect(try client.call(.create("/mine", .ephemeral)).error == .ok)
      let port = server.port
      try await server.restart()
      #expect(throws: WireClient.Failure.closed) { try client.receive() }
      let again = try WireClient(
        to: port, .resuming(client.greeting.sessionID, password: client.greeting.password))
      #expect(again.greeting.sessionID == client.greeting.sessionID)
      #expect(try again.call(.exists("/kept")).error == .ok)
      #expect(try again.call(.exists("/mine")).error == .ok)
    }
  }

  @Test("a restart looks after containers that it finds")
  func restartWithContainer() async throws {
    try await withTestServer { server in
      let client = try WireClient(to: server.port)
      let container = CreateRequest(
        path: "/c", data: nil, acl: AccessControl.open.entries, flags: CreateFlags(rawValue: 4))
      #expect(try client.call(.createContainer(container)).error == .ok)
      try await server.restart()
      let again = try WireClient(to: server.port)
      #expect(try again.call(.exists("/c")).error == .ok)
    }
  }

  @Test("a broken disk ends the server without an answer; what was acknowledged comes back")
  func brokenDisk() async throws {
    try await withTestServer { server in
      let client = try WireClient(to: server.port)
      #expect(try client.call(.create("/kept")).error == .ok)
      server.breakDisk()
      #expect(throws: WireClient.Failure.closed) { try client.call(.create("/lost")) }
      await #expect(throws: ServerFailure.self) { try await server.restart() }
      server.mendDisk()
      try await server.restart()
      let again = try WireClient(to: server.port)
      #expect(try again.call(.exists("/kept")).error == .ok)
    }
  }

  @Test("settings can be changed, and the log can be read")
  func settings() async throws {
    let lines = ServerLogLines()
    let server = try await TestServer.start({ $0.connections.perAddressMax = 1 }, log: lines.log)
    let first = try WireClient(to: server.port)
    #expect(throws: WireClient.Failure.closed) { try WireClient(to: server.port) }
    #expect(lines.contains("maxClientCnxns"))
    #expect(try first.call(.exists("/")).error == .ok)
    await server.stop()
  }
}

private struct ServerFailureOfBody: Error {}
