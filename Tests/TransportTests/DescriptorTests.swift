import Glibc
import Testing
import ZooKeeperTransport

/// Each in a process of its own, because descriptors belong to the whole process.
@Suite(.timeLimit(.minutes(1))) struct DescriptorTests {
  @Test("a thousand connections come and go, and leave no descriptor behind")
  func thousandConnections() async throws {
    await #expect(processExitsWith: .success) {
      let before = openDescriptors()
      do {
        let server = try LoopThread(named: "server")
        let clients = try LoopThread(named: "clients")
        let address = try await server.mailbox.listen { _, _ in Echo() }
        let journal = Journal<StreamEvent>()
        clients.mailbox.post { loop in
          for _ in 0..<1_000 {
            let handler = TestHandler(journal)
            handler.whenOpened = { $0.write([1]) }
            handler.whenReceived = { $1.close() }
            _ = ByteStream.connect(to: address, handler: handler, on: loop)
          }
        }
        let events = await journal.next(3_000)
        #expect(events.count { $0 == .received([1]) } == 1_000)
        #expect(events.count { $0 == .closed(.closedHere) } == 1_000)
        clients.stop()
        server.stop()
      }
      // The runtime opens and closes a few of its own at any time.
      #expect(openDescriptors() < before + 10)
    }
  }

  @Test("without descriptors a listener rests, says so once, and goes on when there are some")
  func exhaustion() async throws {
    await #expect(processExitsWith: .success) {
      let thread = try LoopThread(named: "loop")
      let failures = Journal<SystemError>()
      let address = try await thread.mailbox.run { loop in
        let handler = TestListenerHandler(failures: failures) { _ in Echo() }
        return try Listener(at: .anyPort, handler: handler, on: loop).address
      }
      var few = rlimit(rlim_cur: 64, rlim_max: 64)
      setrlimit(Int32(RLIMIT_NOFILE.rawValue), &few)

      for _ in 0..<3 {
        let waiting = try BlockingPeer.connect(to: address)
        var ballast: [Int32] = []
        // What the listener has taken already must not be counted as a failure.
        waiting.send([1])
        #expect(waiting.read(1) == [1])
        let late = BlockingPeer.prepared()
        while case let descriptor = dup(0), descriptor >= 0 { ballast.append(descriptor) }
        try late.connect(to: address)
        #expect(await failures.next() == SystemError(.accept, code: EMFILE))
        late.send([2])
        #expect(try await thread.mailbox.turnsInFiftyMilliseconds() < 20)
        for descriptor in ballast { close(descriptor) }
        #expect(late.read(1) == [2])
      }
      thread.stop()
    }
  }

  @Test("the limit of descriptors is raised to the highest that the system allows")
  func limit() async throws {
    await #expect(processExitsWith: .success) {
      var few = rlimit(rlim_cur: 64, rlim_max: 100)
      setrlimit(Int32(RLIMIT_NOFILE.rawValue), &few)
      let raised = try DescriptorLimit.raise()
      #expect(raised == 100)
      var taken: [Int32] = []
      while case let descriptor = dup(0), descriptor >= 0 { taken.append(descriptor) }
      #expect(taken.last == 99)
      // A process that ends may want to look at itself, and needs some for that.
      for descriptor in taken { close(descriptor) }
    }
  }
}

private func openDescriptors() -> Int {
  (0..<1_024).count { fcntl($0, F_GETFD) >= 0 }
}
