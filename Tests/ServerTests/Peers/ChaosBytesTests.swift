import PeerSupport
import Testing
import ZooKeeperTesting

/// What arrives at both ends of a connection through the proxy, byte by byte.
@Suite(.timeLimit(.minutes(1)))
struct ChaosBytesTests {
  private let handshake: [UInt8] = [0, 0, 0, 6, 0, 0, 0, 0, 9, 9]
  private let one: [UInt8] = [0, 0, 0, 6, 0, 0, 0, 1, 7, 8]
  private let two: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 2]

  @Test("frames pass as they are, however they are cut and joined on their way")
  func frames() async throws {
    try await withEnds { client, server, _ in
      for byte in one { client.write([byte]) }
      client.write(two + one)
      #expect(server.read(exactly: 28) == one + two + one)
      server.write(two + one)
      #expect(client.read(exactly: 18) == two + one)
    }
  }

  @Test("a cut inside of a request leaves its first half")
  func cutInsideRequest() async throws {
    try await withEnds { client, server, proxy in
      await proxy.strike(.cutInsideRequest, after: 1)
      client.write(two + one + two)
      #expect(server.readToEnd() == two + one.prefix(5))
      #expect(client.readToEnd() == [])
    }
  }

  @Test("a cut inside of a reply leaves its first half, and comes at its own reply")
  func cutInsideReply() async throws {
    try await withEnds { client, server, proxy in
      await proxy.strike(.cutInsideReply, after: 1)
      client.write(two + one)
      #expect(server.read(exactly: 18) == two + one)
      server.write(two + one + two)
      #expect(client.readToEnd() == two + one.prefix(5))
      #expect(server.readToEnd() == [])
    }
  }

  @Test("where requests end, replies still come")
  func endOfRequests() async throws {
    try await withEnds { client, server, proxy in
      await proxy.strike(.endInsteadOfRequest, after: 1)
      client.write(two + one + two)
      #expect(server.readToEnd() == two)
      server.write(two + one)
      #expect(client.read(exactly: 18) == two + one)
    }
  }

  @Test("where replies end, requests still go")
  func endOfReplies() async throws {
    try await withEnds { client, server, proxy in
      await proxy.strike(.endInsteadOfReply)
      client.write(one)
      #expect(server.read(exactly: 10) == one)
      server.write(two + one + two)
      #expect(client.readToEnd() == two)
      client.write(two)
      #expect(server.read(exactly: 8) == two)
    }
  }

  @Test("an end in order is passed on, behind what was said before")
  func ends() async throws {
    try await withEnds { client, server, _ in
      server.write(one)
      server.shutDown()
      #expect(client.readToEnd() == one)
      client.shutDown()
    }
  }

  @Test("bytes that are to come in pieces do not come at once")
  func pieces() async throws {
    let plan = ChaosPlan(pieceBytesMax: 1)
    try await withEnds(plan: plan) { client, server, _ in
      let frame = [0, 0, 0x4E, 0x20] + [UInt8](repeating: 5, count: 20_000)
      client.write(frame)
      let first = try #require(server.read(atMost: frame.count))
      #expect(first.count < frame.count)
      #expect(first + (server.read(exactly: frame.count - first.count) ?? []) == frame)
    }
  }

  @Test("a reader that is slow slows the writer down, and loses nothing")
  func backPressure() async throws {
    try await withEnds { client, server, _ in
      let mebibyte = [0, 0x10, 0, 0] + [UInt8](repeating: 6, count: 1 << 20)
      async let isWritten = write(mebibyte, times: 64, to: client)
      for _ in 0..<64 { #expect(server.read(exactly: mebibyte.count) == mebibyte) }
      #expect(await isWritten)
    }
  }

  @concurrent private func write(
    _ bytes: [UInt8], times: Int, to socket: LoopbackSocket
  ) async -> Bool {
    for _ in 0..<times where !socket.write(bytes) { return false }
    return true
  }

  /// Both ends of a connection through the proxy, behind the handshake.
  private func withEnds(
    plan: ChaosPlan = ChaosPlan(),
    _ body: (_ client: LoopbackSocket, _ server: LoopbackSocket, ChaosProxy) async throws -> Void
  ) async throws {
    let listener = try LoopbackSocket.listen()
    try await withChaosProxy(before: "127.0.0.1:\(listener.port)", plan: { _ in plan }) { proxy in
      let client = try LoopbackSocket.connect(to: Int(proxy.ports[0]))
      let server = try #require(listener.accept())
      client.write(handshake)
      #expect(server.read(exactly: handshake.count) == handshake)
      server.write(handshake)
      #expect(client.read(exactly: handshake.count) == handshake)
      try await body(client, server, proxy)
    }
  }
}

extension LoopbackSocket {
  fileprivate func readToEnd() -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = read(atMost: 4096) { bytes += more }
    return bytes
  }
}
