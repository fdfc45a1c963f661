import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperWire

/// Bytes that no client sends: the server lives, and its other clients do not notice.
@Suite(.timeLimit(.minutes(1))) struct HostileBytesTests {
  /// Apache's `jute.maxbuffer`.
  static let frameBytesMax = 0xF_FFFF

  /// A server, a neighbour that is served whatever happens, and a check that it is.
  private func besideNeighbour(
    _ body: (ZooKeeperServer, _ neighbour: WireClient) throws -> Void
  ) async throws {
    try await withServer { server in
      let neighbour = try WireClient(to: server.port)
      try neighbour.call(.create("/n"))
      try body(server, neighbour)
      #expect(try neighbour.call(.set("/n")).error == .ok)
    }
  }

  /// Lengths with which no frame can begin.
  private static let impossibleLengths: [Int32] = [
    -1, -2, .min, .max, Int32(frameBytesMax) + 1,
  ]

  @Test("an impossible length ends the connection, before the greeting and after it")
  func lengths() async throws {
    try await besideNeighbour { server, neighbour in
      for length in Self.impossibleLengths {
        let bytes = withUnsafeBytes(of: length.bigEndian) { Array($0) }
        let stranger = try WireSocket.connect(to: server.port)
        stranger.send(bytes)
        #expect(stranger.readToEnd() == [], "\(length)")
        let client = try WireClient(to: server.port)
        client.socket.send(bytes)
        #expect(client.socket.readToEnd() == [], "\(length)")
        #expect(try neighbour.call(.ping).error == .ok)
      }
    }
  }

  @Test("the longest frame that is allowed is taken, and one byte more is not")
  func longestFrame() async throws {
    try await besideNeighbour { server, _ in
      let client = try WireClient(to: server.port)
      // Header, length of the path, path, length of the data, version.
      let overhead = 8 + 4 + 2 + 4 + 4
      let most = [UInt8](repeating: 1, count: Self.frameBytesMax - overhead)
      #expect(try client.call(.set("/n", most)).error == .ok)
      guard case .data(let reply) = try client.call(.get("/n")).reply else {
        Issue.record("no data")
        return
      }
      #expect(reply.data == most)
      client.send(.set("/n", most + [1]))
      #expect(client.socket.readToEnd() == [])
    }
  }

  @Test("requests before the greeting are not answered")
  func requestFirst() async throws {
    try await besideNeighbour { server, _ in
      let requests: [Request] = [
        .create("/x"), .get("/n"), .set("/n"), .children("/"), .login("a:b"),
      ]
      for request in requests {
        let socket = try WireSocket.connect(to: server.port)
        socket.send(.request(request, xid: Xid(rawValue: 1)))
        #expect(socket.readToEnd() == [])
      }
      for request in [Request.ping, .closeSession] {
        let socket = try WireSocket.connect(to: server.port)
        socket.send(.request(request, xid: .ping))
        #expect(socket.readToEnd() == [])
      }
      #expect(try WireClient(to: server.port).call(.exists("/x")).error == .noNode)
    }
  }

  @Test("a second greeting is no request: it is refused, and the connection ends")
  func secondGreeting() async throws {
    try await besideNeighbour { server, _ in
      let client = try WireClient(to: server.port)
      client.socket.send(.frame { ConnectRequest.new().encode(to: &$0) })
      // Read as a header its first field is the xid, and half of the next one the operation 0.
      let answer = try client.receive()
      #expect(
        answer.header
          == ReplyHeader(
            xid: Xid(rawValue: 0), zxid: .unspecified, error: ErrorCode(rawValue: -6)))
      #expect(client.socket.readToEnd() == [])
    }
  }

  @Test("a frame too short for its header ends the connection", arguments: 0..<8)
  func shortHeader(byteCount: Int) async throws {
    try await besideNeighbour { server, _ in
      let client = try WireClient(to: server.port)
      let body = [UInt8](repeating: 0, count: byteCount)
      client.socket.send([0, 0, 0, UInt8(byteCount)] + body)
      #expect(client.socket.readToEnd() == [])
    }
  }

  @Test("garbage in place of a greeting gets a refusal or nothing, and never a session")
  func garbageGreeting() async throws {
    try await besideNeighbour { server, _ in
      var random = RandomSource(seed: 1)
      for _ in 0..<300 {
        let count = Int.random(in: 0...60, using: &random)
        var body = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        // Somebody who has seen nothing and has a session: the furthest that garbage can come.
        if count > 16, Bool.random(using: &random) { body.replaceSubrange(4..<12, with: zeros(8)) }
        if count > 24 { body[16] |= 1 }
        let socket = try WireSocket.connect(to: server.port)
        socket.send([0, 0, 0, UInt8(count)] + body)
        let answer = try #require(socket.readToEnd())
        // A refusal has a timeout of zero behind its length and version.
        #expect(answer.isEmpty || Array(answer[4..<12]) == zeros(8))
      }
    }
  }

  @Test("a conversation byte by byte is a conversation")
  func byteByByte() async throws {
    try await besideNeighbour { server, neighbour in
      let socket = try WireSocket.connect(to: server.port)
      for byte in [UInt8].frame({ ConnectRequest.new().encode(to: &$0) }) {
        socket.send([byte])
        #expect(try neighbour.call(.ping).error == .ok)
      }
      #expect(try socket.frame().count == 37)
      let create = [UInt8].request(.create("/slow"), xid: Xid(rawValue: 1))
      for byte in create.dropLast() {
        socket.send([byte])
        #expect(try neighbour.call(.exists("/slow")).error == .noNode)
      }
      socket.send(Array(create.suffix(1)))
      _ = try socket.frame()
      #expect(try neighbour.call(.exists("/slow")).error == .ok)
    }
  }

  @Test("a frame that never ends keeps nobody waiting, and its end closes the connection")
  func halfFrames() async throws {
    try await besideNeighbour { server, neighbour in
      let client = try WireClient(to: server.port)
      let frame = [UInt8].request(.create("/half"), xid: Xid(rawValue: 1))
      client.socket.send(Array(frame.dropLast()))
      #expect(try neighbour.call(.exists("/half")).error == .noNode)
      client.socket.finishSending()
      #expect(client.socket.readToEnd() == [])
      #expect(try neighbour.call(.exists("/half")).error == .noNode)
    }
  }

  @Test("random and damaged requests crash nothing", arguments: 1...10)
  func damagedRequests(seed: UInt64) async throws {
    try await besideNeighbour { server, neighbour in
      var random = RandomSource(seed: seed)
      var generator = FrameGenerator(seed: seed)
      for _ in 0..<60 {
        let client = try WireClient(to: server.port)
        // Those that end the connection come last, or the others would not be heard.
        let requests = generator.frames().filter { $0.kind == .request }.shuffled(using: &random)
        let ending = requests.filter(\.frame.mayEndConnection)
        for (_, frame) in requests.filter({ !$0.frame.mayEndConnection }) + ending {
          var body = frame.encoded()
          for _ in 0..<Int.random(in: 0...3, using: &random) { body.damage(&random) }
          client.socket.send(.frame { $0.buffer.append(body.span.raw) })
        }
        // Everything before is answered now, unless something in it ended the connection.
        client.send(.closeSession)
        #expect(client.socket.readToEnd() != nil)
        #expect(try neighbour.call(.ping).error == .ok)
      }
    }
  }
}

private func zeros(_ count: Int) -> [UInt8] {
  [UInt8](repeating: 0, count: count)
}

extension Frame {
  fileprivate var mayEndConnection: Bool {
    guard case .request(let header, _) = self else { return false }
    return [.auth, .sasl, .check, .closeSession].contains(header.operation)
  }
}

extension [UInt8] {
  /// Changes a byte, cuts, adds, or puts a number where a length might be.
  fileprivate mutating func damage(_ random: inout RandomSource) {
    guard !isEmpty else { return }
    let position = Int.random(in: indices, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: self[position] = UInt8(truncatingIfNeeded: random.next())
    case 1: removeSubrange(position...)
    case 2: insert(UInt8(truncatingIfNeeded: random.next()), at: position)
    default:
      let numbers: [Int32] = [0, -1, .max, .min, Int32(count), 0xF_FFFF]
      let number = numbers[Int.random(in: numbers.indices, using: &random)]
      let bytes = Swift.withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) }
      replaceSubrange(position..<Swift.min(position + 4, count), with: bytes)
    }
  }
}
