import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct BackPressureTests {
  private let journal = Journal<StreamEvent>()

  @Test("what the network does not take is queued, and goes on when the reader reads")
  func slowReader() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(8_000_000)
    let queued = Journal<(bytes: Int, isBackedUp: Bool)>()
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenOpened = { stream in
        for start in stride(from: 0, to: payload.count, by: 100_000) {
          stream.write(Array(payload[start..<start + 100_000]))
        }
        queued.write((stream.queuedBytes, stream.isBackedUp))
      }
      handler.whenWritable = { stream in
        queued.write((stream.queuedBytes, stream.isBackedUp))
        stream.close()
      }
      return handler
    }

    let peer = try BlockingPeer.connect(to: address, receiveBuffer: 65_536)
    let atFirst = try #require(await queued.next())
    #expect(atFirst.bytes > 0 && atFirst.isBackedUp)
    #expect(peer.readToEnd() == payload)
    let atLast = try #require(await queued.next())
    #expect(atLast == (0, false))
    #expect(await journal.next(3) == [.opened, .writable, .closed(.closedHere)])
  }

  @Test("closing waits for what is queued")
  func closeAfterFlushing() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(8_000_000)
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenOpened = { stream in
        stream.write(payload)
        stream.close()
        stream.write([1, 2, 3])
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address, receiveBuffer: 65_536)
    #expect(await journal.next() == .opened)
    #expect(peer.readToEnd() == payload)
    #expect(await journal.next() == .closed(.closedHere))
  }

  @Test("closing at once loses what is queued, also while another close waits for it")
  func closeAtOnce() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(8_000_000)
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenOpened = { stream in
        stream.write(payload)
        stream.close()
        stream.close(.atOnce)
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address, receiveBuffer: 65_536)
    #expect(await journal.next(2) == [.opened, .closed(.closedHere)])
    #expect(peer.readToEnd().count < payload.count)
  }

  @Test("what the handler keeps comes again, before what arrived later")
  func keptBytes() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(50_000)
    let taken = Journal<[UInt8]>()
    let address = try await server.mailbox.listen { _, _ in Sipper(taken: taken) }
    let peer = try BlockingPeer.connect(to: address)
    for start in stride(from: 0, to: payload.count, by: 5_000) {
      peer.send(Array(payload[start..<start + 5_000]))
    }
    peer.finishSending()
    #expect(await taken.next() == payload)
  }

  /// Takes seven bytes at a time.
  private final class Sipper: StreamHandler {
    private var bytes: [UInt8] = []
    private let taken: Journal<[UInt8]>

    init(taken: Journal<[UInt8]>) {
      self.taken = taken
    }

    func opened(_ stream: ByteStream) {}

    func received(_ span: RawSpan, from stream: ByteStream) {
      let sip = min(7, span.byteCount)
      bytes += span.extracting(..<sip).copied()
      guard sip < span.byteCount else { return }
      stream.pauseReading(keeping: span.extracting(sip...))
      stream.resumeReading()
    }

    func writable(_ stream: ByteStream) {}

    func closed(_ stream: ByteStream, because cause: CloseCause) {
      taken.write(bytes)
    }
  }

  @Test("a paused stream delivers nothing until it is resumed")
  func pausedReading() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let streams = Journal<LoopBound<ByteStream>>()
    let address = try await server.mailbox.listen { [journal] _, loop in
      let handler = TestHandler(journal)
      let mailbox = loop.mailbox
      handler.whenOpened = { stream in
        stream.pauseReading()
        mailbox.post { [bound = LoopBound(stream, to: loop)] _ in streams.write(bound) }
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address)
    let stream = try #require(await streams.next())
    peer.send([1])
    // The bytes have arrived when `send` returns: a turn that wanted to could read them.
    #expect(try await server.mailbox.turnsInFiftyMilliseconds() < 20)
    server.mailbox.post { [journal] loop in
      journal.write(.writable)
      stream.value(on: loop).resumeReading()
    }
    #expect(await journal.next(3) == [.opened, .writable, .received([1])])
  }
}
