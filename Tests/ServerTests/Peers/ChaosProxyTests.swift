import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperTesting

/// What the proxy does to clients of a server.
@Suite(.timeLimit(.minutes(1)))
struct ChaosProxyTests {
  @Test("a client gets through as if nobody stood between, and is counted; a word is not")
  func transparency() async throws {
    try await withProxy { proxy, _ in
      let client = try WireClient(to: proxy.ports[0])
      #expect(try client.call(.create("/a")).error == .ok)
      let administrator = try WireSocket.connect(to: proxy.ports[0])
      administrator.send(Array("ruok".utf8))
      #expect(administrator.readToEnd() == Array("imok".utf8))
      #expect(await proxy.connectionCount() == 1)
      #expect(proxy.connectString == "127.0.0.1:\(proxy.ports[0]),127.0.0.1:\(proxy.ports[1])")
    }
  }

  @Test(
    "a request that is hit on its way is not done",
    arguments: [ChaosFault.cutBeforeRequest, .cutInsideRequest, .endInsteadOfRequest])
  func lostRequest(_ fault: ChaosFault) async throws {
    try await withProxy { proxy, witness in
      let client = try WireClient(to: proxy.ports[0])
      await proxy.strike(fault, after: 1)
      #expect(try client.call(.create("/before")).error == .ok)
      client.send(.create("/hit"))
      #expect(client.socket.readToEnd() == [])
      #expect(try witness.call(.exists("/before")).error == .ok)
      #expect(try witness.call(.exists("/hit")).error == .noNode)
    }
  }

  @Test(
    "a request whose reply is hit is done",
    arguments: [ChaosFault.cutBeforeReply, .cutInsideReply, .endInsteadOfReply])
  func lostReply(_ fault: ChaosFault) async throws {
    try await withProxy { proxy, witness in
      let client = try WireClient(to: proxy.ports[0])
      await proxy.strike(fault)
      client.send(.create("/hit"))
      // The reply has 28 bytes: its length, a header, and the path of 4 behind a length of its own.
      #expect(client.socket.readToEnd()?.count == (fault == .cutInsideReply ? 14 : 0))
      #expect(try witness.call(.exists("/hit")).error == .ok)
    }
  }

  @Test("each connection goes through what is planned for its number")
  func plans() async throws {
    let plan: @Sendable (Int) -> ChaosPlan = { connection in
      ChaosPlan(misfortune: connection == 2 ? .init(.cutBeforeRequest, after: 0) : nil)
    }
    try await withProxy(plan: plan) { proxy, _ in
      let first = try WireClient(to: proxy.ports[0])
      #expect(try greet(proxy.ports[1]).readToEnd() == [])
      let third = try WireClient(to: proxy.ports[0])
      #expect(try first.call(.create("/a")).error == .ok)
      #expect(try third.call(.exists("/a")).error == .ok)
    }
  }

  @Test("while everything stalls nothing gets through; then it does, in order")
  func stall() async throws {
    try await withProxy { proxy, witness in
      let client = try WireClient(to: proxy.ports[0])
      await proxy.stall(server: 0)
      let asked = [client.send(.create("/s")), client.send(.exists("/s"))]
      // The proxy has one thread: it got this request behind those.
      let other = try WireClient(to: proxy.ports[1])
      #expect(try other.call(.exists("/s")).error == .noNode)
      #expect(!client.socket.hasNews)
      await proxy.resume(server: 0)
      for xid in asked { #expect(try client.answer(to: xid).header.error == .ok) }
      #expect(try witness.call(.exists("/s")).error == .ok)
    }
  }

  @Test("a planned stall holds its request, and what is there when it ends comes through")
  func plannedStall() async throws {
    try await withProxy { proxy, witness in
      let client = try WireClient(to: proxy.ports[0])
      await proxy.strike(.stall, after: 1, server: 0)
      #expect(try client.call(.create("/before")).error == .ok)
      let xid = client.send(.create("/held"))
      let other = try WireClient(to: proxy.ports[1])
      #expect(try other.call(.exists("/held")).error == .noNode)
      await proxy.resume()
      #expect(try client.answer(to: xid).header.error == .ok)
    }
  }

  @Test("a client that comes while everything stalls waits")
  func stalledNewcomer() async throws {
    try await withProxy { proxy, _ in
      await proxy.stall(server: 0)
      let newcomer = try greet(proxy.ports[0])
      _ = try WireClient(to: proxy.ports[1])
      #expect(!newcomer.hasNews)
      await proxy.resume(server: 0)
      #expect(try !newcomer.frame().isEmpty)
    }
  }

  @Test("a cut breaks connections of one server or of all, and sessions live on")
  func cut() async throws {
    try await withProxy { proxy, _ in
      let client = try WireClient(to: proxy.ports[0])
      let other = try WireClient(to: proxy.ports[1])
      await proxy.cut(server: 0)
      #expect(client.socket.readToEnd() == [])
      #expect(try other.call(.exists("/")).error == .ok)
      let again = try WireClient(
        to: proxy.ports[1],
        .resuming(client.greeting.sessionID, password: client.greeting.password))
      #expect(again.greeting.sessionID == client.greeting.sessionID)
      await proxy.cut()
      #expect(other.socket.readToEnd() == [])
      #expect(again.socket.readToEnd() == [])
    }
  }

  @Test("newcomers are refused until they are admitted; who is there may stay")
  func refusal() async throws {
    try await withProxy { proxy, _ in
      let client = try WireClient(to: proxy.ports[0])
      await proxy.refuse(server: 0)
      #expect(try greet(proxy.ports[0]).readToEnd() == [])
      #expect(try client.call(.exists("/")).error == .ok)
      _ = try WireClient(to: proxy.ports[1])
      await proxy.admit()
      _ = try WireClient(to: proxy.ports[0])
    }
  }

  @Test(
    "what is delayed arrives later, and whole in pieces too",
    arguments: [
      ChaosPlan(delayToServer: .milliseconds(100)), ChaosPlan(delayToClient: .milliseconds(100)),
      ChaosPlan(delayToServer: .milliseconds(50), delayToClient: .milliseconds(50)),
      ChaosPlan(
        delayToServer: .milliseconds(10), delayToClient: .milliseconds(90), pieceBytesMax: 3),
    ])
  func delay(_ plan: ChaosPlan) async throws {
    try await withProxy(plan: { _ in plan }) { proxy, _ in
      let client = try WireClient(to: proxy.ports[0])
      let start = ContinuousClock.now
      #expect(try client.call(.create("/late")).error == .ok)
      // This bound is one from below: it holds on a busy machine too.
      #expect(ContinuousClock.now - start >= .milliseconds(100))
      let data = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
      #expect(try client.call(.set("/late", data)).error == .ok)
      let message = try client.answer(to: client.send(.get("/late")))
      // In front of the data is its length, behind it the node's Stat of 68 bytes.
      #expect(Array(message.body.dropFirst(4).dropLast(68)) == data)
    }
  }

  @Test("before a server that is gone, or with an address that is none, nobody is served")
  func noServer() async throws {
    let gone = try ReservedPort()
    try await withChaosProxy(before: "127.0.0.1:\(gone.number)") { proxy in
      let client = try greet(proxy.ports[0])
      #expect(client.readToEnd() == [])
    }
    await #expect(throws: InvalidServerList.self) { try await ChaosProxy.start(before: "a:b") }
    await #expect(throws: TestingFailure.self) { try await ChaosProxy.start(before: "a:1/b") }
  }

  @Test("a proxy that is stopped has no connections and takes no more")
  func stop() async throws {
    try await withTestServer { server in
      let proxy = try await ChaosProxy.start(before: server.connectString)
      let client = try WireClient(to: proxy.ports[0])
      await proxy.stop()
      #expect(client.socket.readToEnd() == [])
      #expect(throws: WireSocket.Failure.self) { try greet(proxy.ports[0]) }
      #expect(await proxy.connectionCount() == 0)
    }
  }

  /// A client that does not wait for an answer. Silence is none: `readToEnd` tells it from an end.
  private func greet(_ port: UInt16) throws -> WireSocket {
    let socket = try WireSocket.connect(to: port)
    socket.send(.frame { ConnectRequest.new().encode(to: &$0) })
    return socket
  }

  /// A proxy with two ways to one server, and somebody who goes past it.
  private func withProxy<Result>(
    plan: @escaping @Sendable (Int) -> ChaosPlan = { _ in ChaosPlan() },
    _ body: (ChaosProxy, _ witness: WireClient) async throws -> Result
  ) async throws -> Result {
    try await withTestServer { server in
      let witness = try WireClient(to: server.port)
      let servers = "\(server.connectString),\(server.connectString)"
      return try await withChaosProxy(before: servers, plan: plan) { proxy in
        try await body(proxy, witness)
      }
    }
  }
}
