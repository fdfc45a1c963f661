import Glibc
import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct ClosingTests {
  private let journal = Journal<StreamEvent>()

  @Test("a peer that ends its side still gets its answer")
  func halfClosedByPeer() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let answer = pattern(2_000_000)
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenEnded = { stream in
        stream.write(answer)
        stream.close()
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address)
    peer.send(Array("ruok".utf8))
    peer.finishSending()
    #expect(peer.readToEnd() == answer)
    #expect(
      await journal.next(4) == [
        .opened, .received(Array("ruok".utf8)), .ended, .closed(.endedByPeer),
      ])
  }

  @Test("who has finished writing still reads, until the peer ends its side too")
  func halfClosedHere() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenOpened = { stream in
        stream.write([7])
        stream.finishWriting()
        stream.write([8])
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address)
    #expect(peer.readToEnd() == [7])
    peer.send([9])
    peer.finishSending()
    #expect(await journal.next(3) == [.opened, .received([9]), .closed(.endedByPeer)])
  }

  @Test("a peer that has ended its side, and to whom nothing is to be said, costs nothing")
  func idleAfterEnd() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenEnded = { _ in }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address)
    peer.finishSending()
    #expect(await journal.next(2) == [.opened, .ended])
    #expect(try await server.mailbox.turnsInFiftyMilliseconds() < 20)
    server.stop()
    #expect(await journal.next() == .closed(.loopStopped))
    #expect(peer.readToEnd() == [])
  }

  @Test("a peer that breaks the connection is told from one that ends it")
  func reset() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenClosed = { stream in
        stream.write([1])
        stream.resumeReading()
        stream.finishWriting()
        stream.close()
      }
      return handler
    }
    do {
      let peer = try BlockingPeer.connect(to: address)
      #expect(await journal.next() == .opened)
      peer.resetWhenClosed()
    }
    let broken = CloseCause.failed(SystemError(.receive, code: ECONNRESET))
    #expect(await journal.next() == .closed(broken))
    // Nothing that was called after the end reached anybody.
    try await server.mailbox.run { [journal] _ in journal.write(.writable) }
    #expect(await journal.next() == .writable)
  }

  @Test("a broken connection is noticed by who only writes")
  func resetWhilePaused() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let address = try await server.mailbox.listen { [journal] _, _ in
      let handler = TestHandler(journal)
      handler.whenOpened = { stream in
        stream.pauseReading()
        stream.write(pattern(8_000_000))
      }
      return handler
    }
    do {
      let peer = try BlockingPeer.connect(to: address, receiveBuffer: 65_536)
      #expect(await journal.next() == .opened)
      peer.resetWhenClosed()
    }
    let broken = CloseCause.failed(SystemError(.send, code: ECONNRESET))
    #expect(await journal.next() == .closed(broken))
  }

  @Test("a handler may close its own stream in any call, and is told once, after that call")
  func closeInCallbacks() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let journal = journal
    let inOpened = try await server.mailbox.listen { _, _ in
      let handler = TestHandler(journal)
      handler.whenOpened = { stream in
        stream.close()
        stream.close(.atOnce)
        journal.write(.writable)
      }
      return handler
    }
    #expect(try BlockingPeer.connect(to: inOpened).readToEnd() == [])
    #expect(await journal.next(3) == [.opened, .writable, .closed(.closedHere)])

    let inReceived = try await server.mailbox.listen { _, _ in
      let handler = TestHandler(journal)
      handler.whenReceived = { _, stream in
        stream.write([2])
        stream.close()
        journal.write(.writable)
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: inReceived)
    peer.send([1])
    #expect(peer.readToEnd() == [2])
    #expect(
      await journal.next(4) == [.opened, .received([1]), .writable, .closed(.closedHere)])
  }

  /// Connections whose peers live on the loop's own thread, so that all become readable between
  /// two looks at the poller.
  private final class Crowd {
    var streams: [ByteStream] = []
    var peers: [BlockingPeer] = []
  }

  @Test("who is closed by another stream's callback hears nothing of events that came with it")
  func closeAnotherOfTheSameBatch() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let size = 20
    let journal = journal
    let newcomers = Journal<StreamEvent>()
    let elsewhere = try await server.mailbox.listen { _, _ in Echo() }
    let crowd = try await server.mailbox.run { LoopBound(Crowd(), to: $0) }
    let address = try await server.mailbox.listen { _, loop in
      let handler = TestHandler(journal)
      let members = crowd.value(on: loop)
      handler.whenOpened = { members.streams.append($0) }
      handler.whenReceived = { [unowned loop] _, stream in
        for other in members.streams where other !== stream { other.close(.atOnce) }
        // Whoever comes now takes over the descriptors that have just become free.
        for _ in 1..<size {
          _ = ByteStream.connect(to: elsewhere, handler: TestHandler(newcomers), on: loop)
        }
      }
      return handler
    }
    try await server.mailbox.run { loop in
      for _ in 0..<size {
        crowd.value(on: loop).peers.append(try BlockingPeer.connect(to: address))
      }
    }
    #expect(await journal.next(size) == Array(repeating: .opened, count: size))

    try await server.mailbox.run { loop in
      for peer in crowd.value(on: loop).peers { peer.send([1]) }
    }
    #expect(await journal.next() == .received([1]))
    let others = await journal.next(size - 1)
    #expect(others == Array(repeating: .closed(.closedHere), count: size - 1))
    #expect(await newcomers.next(size - 1) == Array(repeating: .opened, count: size - 1))
  }

  @Test("stopping a loop closes everything on it, and says so")
  func stop() async throws {
    let server = try LoopThread(named: "server")
    let address = try await server.mailbox.listen { [journal] _, _ in TestHandler(journal) }
    let peer = try BlockingPeer.connect(to: address)
    #expect(await journal.next() == .opened)
    server.stop()
    #expect(await journal.next() == .closed(.loopStopped))
    #expect(peer.readToEnd() == [])
    #expect(throws: SystemError(.connect, code: ECONNREFUSED)) {
      try BlockingPeer.connect(to: address)
    }
  }
}
