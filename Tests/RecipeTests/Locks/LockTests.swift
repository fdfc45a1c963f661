import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Locks", .timeLimit(.minutes(1)))
struct LockTests {
  private let path: ZNodePath = "/locks/one"

  @Test("one holds it at a time, in the order of arrival, with growing tokens")
  func excludes() async throws {
    try await withServedClient { server, zk in
      let log = Journal<FencingToken>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            try await zk.withLock(path) { lease in
              let holders = log.enter(lease.token)
              #expect(holders == 1)
              try await zk.sync()
              log.leave()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(log.entries.count == 20)
      #expect(log.entries == log.entries.sorted())
      #expect(Set(log.entries).count == 20)
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("a free lock takes two requests, and one to give it back")
  func countsRequests() async throws {
    try await withServedClient(sessionTimeout: .seconds(600)) { server, zk in
      try await zk.withLock(path) { _ in }
      let before = zk.metrics.requestsAnswered
      let lease = try await zk.lock(path).acquire()
      #expect(zk.metrics.requestsAnswered - before == 2)
      try await lease.release()
      #expect(zk.metrics.requestsAnswered - before == 3)
    }
  }

  @Test("hundreds who wait cost no more for each hand-over than one")
  func scales() async throws {
    try await withServedClient(sessionTimeout: .seconds(600)) { server, zk in
      let count = 300
      try await zk.withLock(path) { _ in }
      let before = zk.metrics.requestsAnswered
      let first = try await zk.lock(path).acquire()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<count {
          group.addTask { try await zk.withLock(path) { _ in } }
        }
        try await waitWhile { zk.metrics.watches < count }
        try await first.release()
        try await group.waitForAll()
      }
      // To line up, to look, to watch the one in front; to look when that is gone, to leave.
      #expect(zk.metrics.requestsAnswered - before == 5 * count + 3)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("an answer that was lost leaves one node, which is found again")
  func findsItsNode() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, parents: .create)
      let session = try #require(zk.session)
      #expect(try await server.loseNextReply(of: session))
      let lease = try await zk.lock(path).acquire()
      #expect(try await zk.children(of: path).names.map { path / $0 } == [lease.path])
      #expect(zk.session == session)
      try await lease.release()
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("one who gives up leaves nothing behind", arguments: [true, false])
  func givesUp(_ isCancelled: Bool) async throws {
    try await withServedClient { server, zk in
      let lease = try await zk.lock(path).acquire()
      let waiter = Witness()
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          do {
            _ = try await zk.lock(path).acquire(within: isCancelled ? nil : .milliseconds(50))
            Issue.record("two hold it")
          } catch let error as ZooKeeperError {
            waiter.saw(error)
          } catch {}
        }
        if isCancelled {
          try? await waitWhile { zk.metrics.watches == 0 }
          group.cancelAll()
        }
      }
      #expect(waiter.error?.code == (isCancelled ? .cancelled : .timedOut))
      try await waitWhile { try await zk.children(of: path).names != [lease.path.name] }
      #expect(zk.metrics.watches == 0)
      try await lease.release()
    }
  }

  @Test("who only tries gets it or goes")
  func tries() async throws {
    try await withServedClient(sessionTimeout: .seconds(600)) { server, zk in
      let lease = try #require(try await zk.lock(path).tryAcquire())
      let before = zk.metrics.requestsAnswered
      #expect(try await zk.lock(path).tryAcquire() == nil)
      #expect(zk.metrics.requestsAnswered - before == 1)
      #expect(try await zk.children(of: path).names.count == 1)
      try await lease.release()
      let next = try #require(try await zk.lock(path).tryAcquire())
      #expect(next.token > lease.token)
      try await next.release()
    }
  }

  @Test("somebody's hand that deletes the node ends the body, and the next one goes on")
  func losesItsNode() async throws {
    try await withServedClient(sessionTimeout: .seconds(8)) { server, zk in
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.withLock(path) { lease in
          try await zk.delete(lease.path)
          let next = try await zk.lock(path).acquire()
          #expect(next.token > lease.token)
          await lease.untilLost()
          try await next.release()
          while true { try await zk.wait(for: .seconds(60)) }
        }
      }
      #expect(error?.code == .leaseLost)
      #expect(error?.detail == "its node was deleted")
    }
  }

  @Test("a session that ends takes the lock along, and the body")
  func losesItsSession() async throws {
    try await withServedClient { server, zk in
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.withLock(path) { lease in
          try await server.expire(lease.session)
          while true { try await zk.wait(for: .seconds(60)) }
        }
      }
      #expect(error?.code == .leaseLost)
      #expect(error?.detail == "its session ended")
      try await zk.withLock(path) { lease in try lease.check() }
    }
  }

  @Test("a holder who is cut off loses the lock before anybody else has it")
  func isCutOff() async throws {
    try await withServedClient(sessionTimeout: .seconds(3)) { server, zk in
      try await server.withClient { other in
        let lease = try await zk.lock(path).acquire()
        let watched = try await other.statAndWatch(lease.path)
        try await server.stallConnection(of: lease.session)
        await lease.untilLost()
        #expect(!lease.isHeld)
        #expect(throws: ZooKeeperError.self) { try lease.check() }
        // The session lives on, on another connection, but nobody knew for a while.
        await #expect(throws: ZooKeeperError.self) { try await lease.release() }
        for try await _ in watched.changes {}
        #expect(try await other.stat(lease.path) == nil)
      }
    }
  }

  @Test("foreign children are nobody's obstacle, and stay")
  func ignoresForeigners() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path / "readme", parents: .create)
      try await zk.create(path / "other-", mode: .ephemeralSequential)
      try await zk.withLock(path, within: .seconds(10)) { _ in }
      #expect(try await zk.children(of: path).names.count == 2)
    }
  }

  @Test("what is done by the lease is not done without it")
  func fences() async throws {
    try await withServedClient { server, zk in
      try await zk.create("/counter", "0")
      let lease = try await zk.lock(path).acquire()
      try await lease.transaction([.set("/counter", to: "1")])
      let stale = await #expect(throws: TransactionError.self) {
        try await lease.transaction([
          .set("/counter", to: "2"), .set("/counter", to: "3", ifVersion: Version(rawValue: 9)),
        ])
      }
      #expect(stale?.failedStep == 1)
      try await zk.delete(lease.path)
      let lost = await #expect(throws: TransactionError.self) {
        try await lease.transaction([.set("/counter", to: "4")])
      }
      #expect(lost?.code == .leaseLost)
      #expect(try await zk.get("/counter").text == "1")
      #expect(!lease.isHeld)
    }
  }

  @Test("the queue says who holds it and who waits")
  func looks() async throws {
    try await withServedClient { server, zk in
      #expect(try await zk.lock(path).queue().isEmpty)
      let lease = try await zk.lock(path).acquire(as: "first")
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await zk.lock(path).acquire(as: "second").release() }
        try await waitWhile { zk.metrics.watches == 0 }
        let queue = try await zk.lock(path).queue()
        #expect(queue.map(\.identity) == ["first", "second"])
        #expect(queue.map(\.session) == [lease.session, lease.session])
        #expect(queue.first?.token == lease.token)
        #expect(queue.first?.path == lease.path)
        try await lease.release()
        try await group.waitForAll()
      }
    }
  }

  @Test("a release without a connection returns by the deadline")
  func releasesInVain() async throws {
    try await withProxiedClient(sessionTimeout: .seconds(3)) { server, proxy, zk in
      let lease = try await zk.lock(path).acquire()
      await proxy.refuse()
      await proxy.cut()
      try await waitWhile { zk.state.isConnected }
      // Nobody admits the client before.
      try await lease.release()
      await proxy.admit()
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
    }
  }

  @Test("one who wants a lock waits for a server longer than for an answer")
  func waitsForServers() async throws {
    try await withTestServer { server in
      try await withChaosProxy(before: server.connectString) { proxy in
        var configuration = ClientConfiguration(
          servers: try ServerList(validating: proxy.connectString))
        configuration.requestTimeout = .milliseconds(100)
        try await withZooKeeper(configuration) { zk in
          try await zk.lock(path).acquire().release()
          await proxy.refuse()
          await proxy.cut()
          let failed = zk.metrics.requestsFailed
          async let lease = zk.lock(path).acquire()
          try await waitWhile { zk.metrics.requestsFailed < failed + 2 }
          await proxy.admit()
          try await lease.release()
        }
      }
    }
  }

  @Test("one who waits is told how many are in front")
  func countsDown() async throws {
    try await withServedClient { server, zk in
      let lock = zk.lock(path)
      let first = try await lock.acquire()
      let told = Journal<Int>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await lock.acquire().release() }
        try await waitWhile { zk.metrics.watches < 1 }
        group.addTask {
          try await lock.acquire(onWait: { _ = told.enter($0) }).release()
        }
        try await waitWhile { zk.metrics.watches < 2 }
        #expect(told.entries == [2])
        try await first.release()
        try await group.waitForAll()
      }
      // Only the one directly in front is watched, so that nobody is woken in vain.
      #expect(told.entries == [2])
    }
  }

  @Test("with the last copy of a lease, its node goes")
  func dropsLease() async throws {
    try await withServedClient { server, zk in
      _ = try await zk.lock(path).acquire()
      try await zk.withLock(path, within: .seconds(10)) { _ in }
    }
  }
}
