import Glibc
import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
  @Test(
    "a listener serves its kind of address, and says who comes from where",
    arguments: [
      (IPAddress.loopback, IPAddress.loopback), (.loopbackV6, .loopbackV6),
      (.anyV4, .loopback), (.any, .loopback), (.any, .loopbackV6),
    ])
  func kinds(at: IPAddress, from: IPAddress) async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let peers = Journal<SocketAddress>()
    let bound = try await thread.mailbox.listen(at: SocketAddress(at, port: 0)) { peer, _ in
      peers.write(peer)
      return Echo()
    }
    #expect(bound.ip == at && bound.port != 0)

    let peer = try BlockingPeer.connect(to: SocketAddress(from, port: bound.port))
    #expect(try await peers.next() == peer.address)
    peer.send([1, 2, 3])
    #expect(peer.read(3) == [1, 2, 3])
  }

  @Test("an address that is taken is an error, and one just left is free")
  func taken() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let address = try await thread.mailbox.listen { _, _ in Echo() }
    await #expect(throws: SystemError(.bind, code: EADDRINUSE)) {
      try await thread.mailbox.listen(at: address) { _, _ in Echo() }
    }

    let peer = try BlockingPeer.connect(to: address)
    thread.stop()
    #expect(peer.readToEnd() == [])
    let successor = try LoopThread(named: "loop")
    defer { successor.stop() }
    #expect(try await successor.mailbox.listen(at: address) { _, _ in Echo() } == address)
  }

  @Test("who is not welcome is turned away, and the others are served")
  func refusal() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let counter = Shared(Lock(0))
    let address = try await thread.mailbox.listen { _, _ in
      let number = counter.value.withLock { count in
        count += 1
        return count
      }
      return number == 1 ? nil : Echo()
    }
    #expect(try BlockingPeer.connect(to: address).readToEnd() == [])
    let second = try BlockingPeer.connect(to: address)
    second.send([1])
    #expect(second.read(1) == [1])
  }

  @Test("a paused listener lets everyone wait, and forgets nobody")
  func pause() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let arrivals = Shared(Lock(0))
    let listener = try await thread.mailbox.run { loop in
      let handler = TestListenerHandler { _ in
        arrivals.value.withLock { $0 += 1 }
        return Echo()
      }
      let listener = try Listener(at: .anyPort, handler: handler, on: loop)
      listener.pause()
      return LoopBound(listener, to: loop)
    }
    let address = try await thread.mailbox.run { listener.value(on: $0).address }
    let waiting = try (0..<10).map { _ in try BlockingPeer.connect(to: address) }
    for peer in waiting { peer.send([5]) }
    // The connections stand already: a turn that wanted to could accept them.
    #expect(try await thread.mailbox.turnsInFiftyMilliseconds() < 20)
    #expect(arrivals.value.withLock { $0 } == 0)

    thread.mailbox.post { listener.value(on: $0).resume() }
    for peer in waiting { #expect(peer.read(1) == [5]) }
    #expect(arrivals.value.withLock { $0 } == 10)
  }
}
