import Glibc
import Testing

@testable import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct StreamSenderTests {
  private let journal = Journal<StreamEvent>()

  @Test("stream and sender take turns, and the stream counts for both")
  func takingTurns() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let (peer, stream) = try await connect(to: server)
    let sender = try await server.mailbox.run { loop in
      let stream = stream.value(on: loop)
      #expect(stream.sentBytes == 0)
      stream.write([1, 2, 3])
      #expect(stream.sentBytes == 3)
      let sender = stream.makeSender()
      #expect(sender === stream.makeSender())
      return sender
    }
    #expect(sender.send([4, 5]) == 2)
    #expect(sender.send([]) == 0)
    try await server.mailbox.run { loop in
      stream.value(on: loop).write([6])
      #expect(stream.value(on: loop).sentBytes == 6)
      stream.value(on: loop).close()
    }
    #expect(peer.readToEnd() == [1, 2, 3, 4, 5, 6])
    #expect(await journal.next(2) == [.opened, .closed(.closedHere)])
    #expect(sender.send([7]) == nil)
  }

  @Test("what the sender cannot get rid of, the stream sends; together they sent what arrived")
  func fullNetwork() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(8_000_000)
    let counts = Journal<Int>()
    let (peer, stream) = try await connect(to: server, receiveBuffer: 65_536) { handler in
      handler.whenWritable = { $0.close() }
      handler.whenClosed = { counts.write($0.sentBytes) }
    }
    let sender = try await server.mailbox.run { stream.value(on: $0).makeSender() }
    let sent = sendUntilFull(payload, through: sender)
    #expect(sent > 0 && sent < payload.count)
    try await server.mailbox.run { loop in
      let stream = stream.value(on: loop)
      #expect(stream.sentBytes == sent)
      stream.write(Array(payload[sent...]))
      #expect(stream.sentBytes + stream.queuedBytes == payload.count)
    }
    #expect(peer.readToEnd() == payload)
    #expect(await counts.next() == payload.count)
  }

  @Test("what never left is not counted")
  func neverSent() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(8_000_000)
    let counts = Journal<Int>()
    let (peer, stream) = try await connect(to: server, receiveBuffer: 65_536) { handler in
      handler.whenClosed = { counts.write($0.sentBytes) }
    }
    let sender = try await server.mailbox.run { stream.value(on: $0).makeSender() }
    let sent = sendUntilFull(payload, through: sender)
    try await server.mailbox.run { loop in
      stream.value(on: loop).write(Array(payload[sent...]))
      stream.value(on: loop).close(.atOnce)
    }
    let received = peer.readToEnd()
    #expect(received.count < payload.count && received[...] == payload[..<received.count])
    #expect(await counts.next() == received.count)
  }

  @Test("what other threads send until the very end is counted, and arrives")
  func sendingUntilTheEnd() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    for _ in 0..<100 {
      let counts = Journal<Int>()
      let (peer, stream) = try await connect(to: server) { handler in
        handler.whenClosed = { counts.write($0.sentBytes) }
      }
      let sender = try await server.mailbox.run { stream.value(on: $0).makeSender() }
      let sent = Shared(Lock(0))
      let poster = try Poster {
        while let count = sender.send([1]) { sent.value.withLock { $0 += count } }
      }
      while sent.value.withLock({ $0 == 0 }) { sched_yield() }
      server.mailbox.post { stream.value(on: $0).close(.atOnce) }
      poster.wait()
      let received = peer.readToEnd().count
      #expect(received == sent.value.withLock { $0 })
      #expect(await counts.next() == received)
    }
  }

  @Test("a sender never writes to whoever has its stream's descriptor next")
  func revocation() async throws {
    // In a process of its own nobody else takes the number that becomes free.
    await #expect(processExitsWith: .success) {
      let server = try LoopThread(named: "server")
      let streams = Journal<LoopBound<ByteStream>>()
      let address = try await server.mailbox.listen { _, loop in
        let handler = TestHandler(Journal())
        handler.whenOpened = { [unowned loop] in streams.write(LoopBound($0, to: loop)) }
        return handler
      }
      let listening = descriptors(at: address)
      let peer = try BlockingPeer.connect(to: address)
      let stream = try #require(await streams.next())
      let freed = try #require(descriptors(at: address).subtracting(listening).first)
      let (sender, next) = try await server.mailbox.run { loop in
        let sender = stream.value(on: loop).makeSender()
        stream.value(on: loop).close(.atOnce)
        return (sender, socketPair())
      }
      #expect(next.contains(freed))
      #expect(sender.send([1]) == nil)
      #expect(peer.readToEnd() == [])
      for descriptor in next { #expect(receive(from: descriptor) == .wouldBlock) }
    }
  }

  @Test("a break that the sender finds is told as what it was")
  func broken() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let (peer, stream) = try await connectBreakably(to: server)
    let broken = SystemError(.send, code: ECONNRESET)
    try await server.mailbox.run { loop in
      let sender = stream.value(on: loop).makeSender()
      // While this job runs, the loop cannot find it first.
      peer.value.withLock { $0 = nil }
      #expect(sender.send([1]) == nil)
      #expect(sender.send([1]) == nil)
      #expect(stream.value(on: loop).sentBytes == 0)
    }
    #expect(await journal.next(2) == [.opened, .closed(.failed(broken))])
  }

  @Test("what arrived before the sender found the connection broken is still read")
  func arrivedBeforeBreak() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let (peer, stream) = try await connectBreakably(to: server)
    try await server.mailbox.run { loop in
      let sender = stream.value(on: loop).makeSender()
      peer.value.withLock { peer in
        peer?.send([1, 2, 3])
        peer = nil
      }
      #expect(sender.send([1]) == nil)
    }
    let broken = CloseCause.failed(SystemError(.send, code: ECONNRESET))
    #expect(await journal.next(3) == [.opened, .received([1, 2, 3]), .closed(broken)])
  }

  @Test("a failed send ends the connection for its reader, whatever went wrong")
  func failureIsNoticed() {
    let pair = socketPair()
    defer { for descriptor in pair { close(descriptor) } }
    shutdown(pair[0], Int32(SHUT_WR))
    #expect(receive(from: pair[0]) == .wouldBlock)
    let sender = StreamSender(to: pair[0])
    #expect(sender.send([1]) == nil)
    #expect(sender.failure == SystemError(.send, code: EPIPE))
    #expect(receive(from: pair[0]) == .end)
  }

  @Test("after its writing side a stream's sender sends nothing, and that is no failure")
  func finishedWriting() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let (peer, stream) = try await connect(to: server)
    let sender = try await server.mailbox.run { loop in
      let sender = stream.value(on: loop).makeSender()
      stream.value(on: loop).finishWriting()
      return sender
    }
    #expect(sender.send([1]) == nil)
    #expect(sender.failure == nil)
    peer.send([2])
    peer.finishSending()
    #expect(peer.readToEnd() == [])
    #expect(await journal.next(3) == [.opened, .received([2]), .closed(.endedByPeer)])
  }

  @Test(
    "the sender of a stream that closes when it has flushed sends nothing, made before or after",
    arguments: [true, false])
  func closing(makesSenderBefore: Bool) async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let payload = pattern(8_000_000)
    let (peer, stream) = try await connect(to: server, receiveBuffer: 65_536)
    try await server.mailbox.run { loop in
      let stream = stream.value(on: loop)
      if makesSenderBefore { _ = stream.makeSender() }
      stream.write(payload)
      stream.close()
      #expect(stream.makeSender().send([1]) == nil)
    }
    #expect(peer.readToEnd() == payload)
    #expect(await journal.next(2) == [.opened, .closed(.closedHere)])
  }

  @Test("the sender of a closed stream sends nothing, and that is no failure")
  func closed() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let (peer, stream) = try await connect(to: server)
    try await server.mailbox.run { loop in
      stream.value(on: loop).close()
      let sender = stream.value(on: loop).makeSender()
      #expect(sender.send([1]) == nil)
      #expect(sender.failure == nil)
    }
    #expect(peer.readToEnd() == [])
  }

  @Test("there is no sender before there is a connection")
  func tooEarly() async throws {
    await #expect(processExitsWith: .failure) {
      let loop = try EventLoop()
      let listener = try Socket.listening(at: .anyPort, backlog: 1)
      let address = try Kernel.localAddress(of: listener.descriptor)
      let handler = TestHandler(Journal())
      _ = ByteStream.connect(to: address, handler: handler, on: loop).makeSender()
    }
  }
}

extension StreamSenderTests {
  /// A peer, and the stream that serves it.
  private func connect(
    to server: LoopThread, receiveBuffer: Int32? = nil,
    _ prepare: @escaping @Sendable (TestHandler) -> Void = { _ in }
  ) async throws -> (BlockingPeer, LoopBound<ByteStream>) {
    let streams = Journal<LoopBound<ByteStream>>()
    let address = try await server.mailbox.listen { [journal] _, loop in
      let handler = TestHandler(journal)
      prepare(handler)
      handler.whenOpened = { [unowned loop] in streams.write(LoopBound($0, to: loop)) }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address, receiveBuffer: receiveBuffer)
    return (peer, try #require(await streams.next()))
  }

  /// The same with a peer that breaks the connection when it is let go of.
  private func connectBreakably(
    to server: LoopThread
  ) async throws -> (Shared<BlockingPeer?>, LoopBound<ByteStream>) {
    let (peer, stream) = try await connect(to: server)
    peer.resetWhenClosed()
    return (Shared(Lock(peer)), stream)
  }

  /// Returns how many bytes were taken.
  private func sendUntilFull(_ bytes: [UInt8], through sender: StreamSender) -> Int {
    var sent = 0
    while let taken = sender.send(bytes.span.bytes.extracting(sent...)), taken > 0 {
      sent += taken
    }
    return sent
  }
}

extension StreamSender {
  fileprivate func send(_ bytes: [UInt8]) -> Int? {
    send(bytes.span.bytes)
  }
}

/// The sockets of this process that are at an address.
private func descriptors(at address: SocketAddress) -> Set<Int32> {
  Set((0..<100).filter { (try? Kernel.localAddress(of: $0)) == address })
}

/// Two sockets that are connected to each other and do not block.
private func socketPair() -> [Int32] {
  var pair: [Int32] = [-1, -1]
  let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
  socketpair(AF_UNIX, Int32(kind), 0, &pair)
  return pair
}

private enum Received: Equatable {
  case byte(UInt8)
  case end
  case wouldBlock
}

private func receive(from descriptor: Int32) -> Received {
  var byte: UInt8 = 0
  return switch recv(descriptor, &byte, 1, 0) {
  case 1: .byte(byte)
  case 0: .end
  default: .wouldBlock
  }
}
