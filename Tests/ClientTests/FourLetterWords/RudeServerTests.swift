import PeerSupport
import Testing
import ZooKeeperModel
import ZooKeeperTransport

@testable import ZooKeeper

@Suite("A probe of a server that misbehaves", .timeLimit(.minutes(1)))
struct RudeServerTests {
  private let thread: LoopThread
  private let probe: ServerProbe

  init() throws {
    thread = try LoopThread(named: "probe")
    probe = ServerProbe(on: thread.mailbox)
  }

  private func failure(
    asking server: ServerAddress, within patience: Duration = .seconds(50)
  ) async -> ServerProbeError.Reason? {
    do throws(ServerProbeError) {
      let answer = try await probe.ask(.srvr, of: server, within: patience)
      Issue.record("it was answered: \(answer.prefix(100))")
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("gives up a server that says nothing, and leaves it")
  func silent() async throws {
    let server = try await RudeServer(.silent)
    let reason = await failure(asking: server.address, within: .seconds(1))
    #expect(reason == .timedOut(.answering))
    #expect(await server.nextEvent() == .asked("srvr"))
    #expect(await server.nextEvent() == .closed(.endedByPeer))
  }

  @Test("gives up a server that does not end in time")
  func unfinished() async throws {
    let server = try await RudeServer(.init(whenAsked: { $0.write("Zoo".utf8Span.span.bytes) }))
    #expect(await failure(asking: server.address, within: .seconds(1)) == .timedOut(.answering))
  }

  @Test("has no patience at all, if told so", arguments: [Duration.zero, .seconds(-1)])
  func noPatience(_ patience: Duration) async throws {
    let server = try await RudeServer(.saying("imok"))
    #expect(await failure(asking: server.address, within: patience) == .timedOut(.resolving))
  }

  @Test(
    "tells of a server that closes without a word",
    arguments: [
      RudeServer.Manners.closingAtOnce, .closingWhenAsked, .endingWhenConnected,
    ])
  func closing(_ manners: RudeServer.Manners) async throws {
    let server = try await RudeServer(manners)
    #expect(await failure(asking: server.address) == .closedWithoutAnswer)
  }

  @Test("tells of a connection that breaks in the middle")
  func breaking() async throws {
    let listener = try LoopbackSocket.listen()
    let server = try Thread(named: "breaking") {
      let connection = listener.accept()
      // Whoever closes without having read everything breaks the connection.
      _ = connection?.read(exactly: 3)
      connection?.write(Array("Zookeeper".utf8))
    }
    let address = ServerAddress(host: "127.0.0.1", port: UInt16(listener.port))
    let reason = await failure(asking: address)
    server.join()
    guard case .broken = reason else {
      Issue.record("\(reason as Any)")
      return
    }
  }

  @Test("needs no close after the end, and closes by itself")
  func halfClosed() async throws {
    let server = try await RudeServer(.sayingAndStaying("imok"))
    try await probe.checkAlive(server.address)
    #expect(await server.nextEvent() == .asked("ruok"))
    #expect(await server.nextEvent() == .closed(.endedByPeer))
  }

  @Test("takes the longest answer, and not a byte more")
  func longest() async throws {
    let limit = WordExchange.answerBytesMax
    #expect(limit == 16 << 20)
    let longest = try await RudeServer(.saying(Array(repeating: UInt8(ascii: "/"), count: limit)))
    let answer = try await probe.ask(.wchp, of: longest.address, within: .seconds(50))
    #expect(answer.utf8.count == limit)
    let tooLong = Array(repeating: UInt8(ascii: "/"), count: limit + 1)
    let longer = try await RudeServer(.saying(tooLong))
    #expect(await failure(asking: longer.address) == .answerTooLong(limit: limit))
  }

  @Test("does not listen for ever")
  func endless() async throws {
    // More than the network takes at once, so that there is a last byte to wait for.
    let chunk = Array(repeating: UInt8(ascii: "/"), count: 12 << 20)
    let server = try await RudeServer(.sayingForEver(chunk))
    let limit = WordExchange.answerBytesMax
    #expect(await failure(asking: server.address) == .answerTooLong(limit: limit))
  }

  @Test("understands no garbage, and survives it")
  func garbage() async throws {
    let bytes = (0...255).map { UInt8($0) }
    let server = try await RudeServer(.saying(bytes))
    let answer = try await probe.ask(.conf, of: server.address)
    #expect(answer == String(decoding: bytes, as: UTF8.self))
    for ask in [
      { _ = try await probe.status(of: server.address) },
      { _ = try await probe.figures(of: server.address) },
      { _ = try await probe.access(to: server.address) },
      { try await probe.checkAlive(server.address) },
    ] as [() async throws -> Void] {
      let error = await #expect(throws: ServerProbeError.self) { try await ask() }
      guard case .unreadable = error?.reason else {
        Issue.record("\(error?.reason as Any)")
        continue
      }
    }
  }
}
