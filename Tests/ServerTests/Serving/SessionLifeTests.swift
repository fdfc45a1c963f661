import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperWire

/// What keeps a session alive, and what comes when it ends.
@Suite(.timeLimit(.minutes(1))) struct SessionLifeTests {
  @Test("trap 12: a session whose client is silent ends, one whose client pings does not")
  func expiry() async throws {
    try await withServer(configured: {
      $0.tickMilliseconds = 50
      $0.sessionTimeouts = 1_000...60_000
    }) { server in
      let silent = try WireClient(to: server.port, .new(timeoutMilliseconds: 1))
      #expect(silent.greeting.timeoutMilliseconds == 1_000)
      try silent.call(.create("/silent", .ephemeral))
      let pinging = try WireClient(to: server.port, .new(timeoutMilliseconds: 1))
      try pinging.call(.exists("/silent", watch: true))
      while pinging.events.isEmpty {
        #expect(try pinging.call(.ping).error == .ok)
      }
      #expect(pinging.events.map(\.kind) == [.nodeDeleted])
      // Its connection ends without a word.
      #expect(silent.socket.readToEnd() == [])
      let again = try WireClient(
        to: server.port,
        .resuming(silent.greeting.sessionID, password: silent.greeting.password))
      #expect(again.greeting.timeoutMilliseconds == 0)
      // It was granted no more than the silent one.
      #expect(pinging.greeting.timeoutMilliseconds == 1_000)
      #expect(try pinging.call(.ping).error == .ok)
    }
  }

  @Test("a ping is answered with how far the server is")
  func ping() async throws {
    try await withServer { server in
      let client = try WireClient(to: server.port)
      try client.call(.create("/a"))
      let last = client.lastHeader.zxid
      let message = try client.answer(to: client.send(.ping))
      #expect(message.header == ReplyHeader(xid: Xid(rawValue: -2), zxid: last))
      #expect(message.body.isEmpty)
    }
  }

  @Test("trap 22: the answer to credentials names no transaction")
  func auth() async throws {
    try await withServer { server in
      let client = try WireClient(to: server.port)
      try client.call(.create("/a"))
      #expect(try client.call(.login("somebody:secret")).error == .ok)
      #expect(client.lastHeader == ReplyHeader(xid: Xid(rawValue: -4), zxid: .zero))
      let wrong = Request.auth(AuthRequest(scheme: "none", credential: nil))
      #expect(try client.call(wrong).error == .authFailed)
      #expect(client.lastHeader.zxid == .zero)
      #expect(client.socket.readToEnd() == [])
    }
  }

  @Test("a session outlives its connection, and nodes that belong to it too")
  func lostConnection() async throws {
    try await withServer { server in
      let greeting: ConnectReply
      do {
        let lost = try WireClient(to: server.port)
        try lost.call(.create("/mine", .ephemeral))
        greeting = lost.greeting
      }
      let again = try WireClient(
        to: server.port, .resuming(greeting.sessionID, password: greeting.password))
      #expect(try again.call(.exists("/mine")).error == .ok)
      try again.call(.closeSession)
      #expect(try WireClient(to: server.port).call(.exists("/mine")).error == .noNode)
    }
  }

  @Test("what is asked after closing the session is not answered")
  func afterClosing() async throws {
    try await withServer { server in
      let client = try WireClient(to: server.port)
      let close = client.send(.closeSession)
      client.send(.create("/late"))
      #expect(try client.receive().header.xid == close)
      #expect(client.socket.readToEnd() == [])
      #expect(try WireClient(to: server.port).call(.exists("/late")).error == .noNode)
    }
  }
}
