import Testing
import ZooKeeperModel
import ZooKeeperTransport

@testable import ZooKeeper

@Suite("A word exchange", .timeLimit(.minutes(1)))
struct WordExchangeTests {
  private typealias Outcome = Result<String, ServerProbeError>

  private let thread: LoopThread
  private let named = ServerAddress(host: "ensemble", port: 2181)

  init() throws {
    thread = try LoopThread(named: "exchange")
  }

  private func ask(
    atAnyOf addresses: [SocketAddress], within patience: Duration = .seconds(50)
  ) async -> Outcome {
    await withCheckedContinuation { continuation in
      thread.mailbox.post { [named] loop in
        let exchange = WordExchange(.ruok, with: named, until: loop.now + patience, on: loop) {
          continuation.resume(returning: $0)
        }
        exchange.start(atAnyOf: addresses)
      }
    }
  }

  private func error(_ reason: ServerProbeError.Reason) -> Outcome {
    .failure(ServerProbeError(reason, word: .ruok, server: named))
  }

  private func address(of server: RudeServer) -> SocketAddress {
    SocketAddress(.loopback, port: server.address.port)
  }

  /// An address of this machine at which nobody listens. Of the ports that are given out, another
  /// test might get the same; this one is kept for a service of decades ago.
  private let nowhere = SocketAddress(.loopback, port: 1)

  /// An address that does not say whether it accepts a connection: its queue is full.
  private func nobodyHome() async throws -> SocketAddress {
    let address = try await thread.mailbox.run { loop in
      let listener = try Listener(
        at: SocketAddress(.loopback, port: 0), backlog: 0, handler: Nobody(), on: loop)
      listener.pause()
      return listener.address
    }
    await withCheckedContinuation { continuation in
      thread.mailbox.post { loop in
        _ = ByteStream.connect(to: address, handler: Waiter { continuation.resume() }, on: loop)
      }
    }
    return address
  }

  @Test("goes on to the next address where nobody listens")
  func nextAddress() async throws {
    let server = try await RudeServer(.saying("imok"))
    let addresses = [nowhere, nowhere, address(of: server)]
    #expect(await ask(atAnyOf: addresses) == .success("imok"))
  }

  @Test("leaves the next address its share of the time")
  func share() async throws {
    let server = try await RudeServer(.saying("imok"))
    let addresses = try await [nobodyHome(), address(of: server)]
    #expect(await ask(atAnyOf: addresses, within: .seconds(2)) == .success("imok"))
  }

  @Test("takes the word of the first that is there, whatever it is")
  func firstAnswer() async throws {
    let closing = try await RudeServer(.closingWhenAsked)
    let server = try await RudeServer(.saying("imok"))
    let addresses = [address(of: closing), address(of: server)]
    #expect(await ask(atAnyOf: addresses) == error(.closedWithoutAnswer))
  }

  @Test("is refused if every address refuses")
  func refused() async throws {
    let addresses = [nowhere, nowhere]
    #expect(await ask(atAnyOf: addresses) == error(.refused))
  }

  @Test("says of every address why it cannot be reached")
  func unreachable() async throws {
    let closed = nowhere
    let full = try await nobodyHome()
    let outcome = await ask(atAnyOf: [full, closed], within: .seconds(2))
    let why = "\(full): no answer; \(closed): connect: Connection refused"
    #expect(outcome == error(.unreachable(why)))
  }

  @Test("ends in time while it connects")
  func connectingTooLong() async throws {
    let full = try await nobodyHome()
    #expect(await ask(atAnyOf: [full], within: .milliseconds(50)) == error(.timedOut(.connecting)))
  }

  @Test("needs an address")
  func noAddress() async {
    #expect(await ask(atAnyOf: []) == error(.hostNotFound("it has no address")))
  }

  @Test("that is over when its host is found connects to nobody")
  func foundTooLate() async throws {
    let server = try await RudeServer(.saying("imok"))
    let address = address(of: server)
    let outcome: Outcome = await withCheckedContinuation { continuation in
      thread.mailbox.post { [named] loop in
        let exchange = WordExchange(.srvr, with: named, until: loop.now + .seconds(50), on: loop) {
          continuation.resume(returning: $0)
        }
        exchange.cancel()
        exchange.start(atAnyOf: [address])
      }
    }
    let cancelled = ServerProbeError(.cancelled, word: .srvr, server: named)
    #expect(outcome == .failure(cancelled))
    #expect(await ask(atAnyOf: [address]) == .success("imok"))
    #expect(await server.nextEvent() == .asked("ruok"))
  }

  @Test("goes away when it is over")
  func leavesNothing() async throws {
    let server = try await RudeServer(.saying("imok"))
    let addresses = [nowhere, address(of: server)]
    let trace: LoopBound<Trace> = await withCheckedContinuation { continuation in
      thread.mailbox.post { [named] loop in
        let trace = Trace()
        let bound = LoopBound(trace, to: loop)
        let exchange = WordExchange(.ruok, with: named, until: loop.now + .seconds(50), on: loop) {
          #expect($0 == .success("imok"))
          continuation.resume(returning: bound)
        }
        trace.exchange = exchange
        exchange.start(atAnyOf: addresses)
      }
    }
    // The turn in which it ended lets go of its connection at last; the one after that is later.
    try await thread.mailbox.run { _ in }
    let isGone = try await thread.mailbox.run { trace.value(on: $0).exchange == nil }
    #expect(isGone)
  }

  private final class Trace {
    weak var exchange: WordExchange?
  }

  @Test("ends with its loop")
  func stoppedLoop() async throws {
    let server = try await RudeServer(.silent)
    let outcome = await withTaskGroup { group in
      group.addTask { await ask(atAnyOf: [address(of: server)]) }
      #expect(await server.nextEvent() == .asked("ruok"))
      thread.stop()
      return await group.next()
    }
    #expect(outcome == error(.unavailable("its event loop has stopped")))
  }

  private final class Nobody: ListenerHandler {
    func handler(for peer: SocketAddress) -> (any StreamHandler)? { nil }
    func acceptingFailed(_ error: SystemError) {}
  }

  /// Tells when it is connected, and stays.
  private final class Waiter: StreamHandler {
    private let whenConnected: () -> Void

    init(whenConnected: @escaping () -> Void) {
      self.whenConnected = whenConnected
    }

    func opened(_ stream: ByteStream) { whenConnected() }
    func received(_ bytes: RawSpan, from stream: ByteStream) {}
    func writable(_ stream: ByteStream) {}
    func closed(_ stream: ByteStream, because cause: CloseCause) {}
  }
}
