import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperWire

/// How clients come, come back, and are turned away.
@Suite(.timeLimit(.minutes(1))) struct GreetingTests {
  @Test("trap 14: a client that does not know readOnly is not told of it")
  func oldClient() async throws {
    try await withServer { server in
      for (readOnly, byteCount) in [(nil, 36), (false, 37), (true, 37)] {
        let socket = try WireSocket.connect(to: server.port)
        socket.send(.frame { ConnectRequest.new(readOnly: readOnly).encode(to: &$0) })
        let frame = try socket.frame()
        #expect(frame.count == byteCount)
        // A server that can be written to says false.
        #expect(frame.dropFirst(36) == (readOnly == nil ? [] : [0]))
      }
    }
  }

  @Test("trap 13: who comes back on another connection ends the former one, and keeps the session")
  func resuming() async throws {
    try await withServer { server in
      let former = try WireClient(to: server.port)
      try former.call(.create("/mine", .ephemeral))
      let session = former.greeting.sessionID
      let again = try WireClient(
        to: server.port, .resuming(session, password: former.greeting.password))
      #expect(again.greeting.sessionID == session)
      #expect(again.greeting.password == former.greeting.password)
      #expect(former.socket.readToEnd() == [])
      #expect(try again.call(.exists("/mine")).error == .ok)
      // Events go where the client is now.
      try again.call(.get("/mine", watch: true))
      try again.call(.set("/mine"))
      #expect(again.events.map(\.kind) == [.nodeDataChanged])
    }
  }

  @Test("trap 26: a wrong password disturbs nobody")
  func wrongPassword() async throws {
    try await withServer { server in
      let owner = try WireClient(to: server.port)
      let session = owner.greeting.sessionID
      let passwords = [nil, Secret([]), Secret([UInt8](repeating: 7, count: 16))]
      for password in passwords {
        let stranger = try WireClient(to: server.port, .resuming(session, password: password))
        #expect(stranger.greeting.timeoutMilliseconds == 0)
        #expect(stranger.socket.readToEnd() == [])
        #expect(try owner.call(.ping).error == .ok)
      }
    }
  }

  @Test("trap 24: a session that never was is answered like a wrong password, byte for byte")
  func unknownSession() async throws {
    try await withServer { server in
      let owner = try WireClient(to: server.port)
      let wrong = Secret([UInt8](repeating: 7, count: 16))
      let answers = try [owner.greeting.sessionID, SessionID(rawValue: 42)].map { session in
        let socket = try WireSocket.connect(to: server.port)
        socket.send(.frame { ConnectRequest.resuming(session, password: wrong).encode(to: &$0) })
        return try #require(socket.readToEnd())
      }
      #expect(answers[0] == answers[1])
      // Length; version, timeout and session zero; sixteen zeros as the password; not read-only.
      let expected = [0, 0, 0, 37] + [UInt8](repeating: 0, count: 16) + [0, 0, 0, 16]
      #expect(answers[0] == expected + [UInt8](repeating: 0, count: 17))
    }
  }

  @Test("who has seen more than this server has is sent away without an answer")
  func zxidAhead() async throws {
    try await withServer { server in
      let client = try WireClient(to: server.port)
      try client.call(.create("/a"))
      let last = client.lastHeader.zxid
      let ahead = try WireSocket.connect(to: server.port)
      let next = Zxid(rawValue: last.rawValue + 1)
      ahead.send(.frame { ConnectRequest.new(lastZxidSeen: next).encode(to: &$0) })
      #expect(ahead.readToEnd() == [])
      let level = try WireClient(to: server.port, .new(lastZxidSeen: last))
      #expect(level.greeting.timeoutMilliseconds == 30_000)
    }
  }

  @Test("who does not introduce itself in time is sent away, and who did may be silent")
  func sessionless() async throws {
    try await withServer(configured: { $0.connections.sessionlessMilliseconds = 50 }) { server in
      let guest = try WireClient(to: server.port)
      let mute = try WireSocket.connect(to: server.port)
      let slow = try WireSocket.connect(to: server.port)
      slow.send([0, 0, 0])
      #expect(mute.readToEnd() == [])
      #expect(slow.readToEnd() == [])
      #expect(try guest.call(.ping).error == .ok)
    }
  }

  @Test("the limit of connections from one address leaves other addresses alone")
  func limitPerAddress() async throws {
    try await withServer(configured: { $0.connections.perAddressMax = 2 }) { server in
      let first = try WireClient(to: server.port)
      let second = try WireClient(to: server.port)
      let third = try WireSocket.connect(to: server.port)
      #expect(third.readToEnd() == [])
      let elsewhere = try WireSocket.connect(to: server.port, from: 0x7F00_0002)
      #expect(try WireClient(elsewhere).call(.ping).error == .ok)
      // Who leaves makes room.
      try first.call(.closeSession)
      #expect(first.socket.readToEnd() == [])
      #expect(try WireClient(to: server.port).call(.ping).error == .ok)
      #expect(try second.call(.ping).error == .ok)
    }
  }

  @Test("the limit of all connections holds for every address")
  func limitOfAll() async throws {
    try await withServer(configured: { $0.connections.totalMax = 2 }) { server in
      let first = try WireClient(to: server.port)
      let second = try WireSocket.connect(to: server.port, from: 0x7F00_0002)
      #expect(try WireClient(second).call(.ping).error == .ok)
      let third = try WireSocket.connect(to: server.port, from: 0x7F00_0003)
      #expect(third.readToEnd() == [])
      #expect(try first.call(.ping).error == .ok)
    }
  }

  @Test("addresses are written as Java writes them, and lists of who may do what go by them")
  func addresses() async throws {
    try await withServer { server in
      let v4 = try WireClient(to: server.port)
      let v6 = try WireClient(.connectV6(to: server.port))
      let written = "0:0:0:0:0:0:0:1"
      #expect(try v4.identities() == ["ip:127.0.0.1"])
      #expect(try v6.identities() == ["ip:\(written)"])
      let onlyV6 = ACL(.all, for: Identity(scheme: "ip", id: written))
      let create = Request.create(
        CreateRequest(path: "/six", data: nil, acl: [onlyV6], flags: .persistent))
      #expect(try v6.call(create).error == .ok)
      #expect(try v6.call(.set("/six")).error == .ok)
      #expect(try v4.call(.set("/six")).error == .noAuth)
      #expect(try v4.call(.get("/six")).error == .noAuth)
    }
  }
}

extension WireClient {
  fileprivate func identities() throws -> [String] {
    guard case .identities(let infos) = try call(.whoAmI).reply else { return [] }
    return infos?.map { "\($0.scheme):\($0.user)" } ?? []
  }
}
