import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Semaphores", .timeLimit(.minutes(1)))
struct SemaphoreTests {
  private let path: ZNodePath = "/semaphores/one"

  @Test("so many hold a permit at once and no more, in the order of arrival", arguments: [1, 2, 5])
  func limits(_ permits: Int) async throws {
    try await withServedClient { server, zk in
      let semaphore = zk.semaphore(path, permits: permits)
      let log = Journal<FencingToken>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<40 {
          group.addTask {
            try await semaphore.withPermit { lease in
              let holders = log.enter(lease.token)
              #expect(holders <= permits)
              try await zk.sync()
              log.leave()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(log.entries.count == 40)
      #expect(try await zk.children(of: path / "leases").names.isEmpty)
      try await waitWhile { zk.metrics.watches > 0 }
    }
  }

  @Test("whichever permit is given back, the first of those who wait has it", arguments: 0..<3)
  func isGivenBackInAnyOrder(_ which: Int) async throws {
    try await withServedClient { server, zk in
      let semaphore = zk.semaphore(path, permits: 3)
      var held: [Lease] = []
      for _ in 0..<3 { held.append(try await semaphore.acquire()) }
      async let first = semaphore.acquire(as: "first")
      try await waitWhile { zk.metrics.watches < 1 }
      async let second = semaphore.acquire(as: "second")
      try await waitWhile { zk.metrics.watches < 2 }
      try await held.remove(at: which).release()
      let lease = try await first
      // The second one has heard of it, and watches all now: the next permit is its.
      try await held[0].release()
      let next = try await second
      #expect(next.token > lease.token)
      #expect(try await semaphore.queue().map(\.identity) == ["", "first", "second"])
      for lease in [held[1], lease, next] { try await lease.release() }
      #expect(try await zk.children(of: path / "leases").names.isEmpty)
    }
  }

  @Test("a permit that is free takes two requests, and one to give it back")
  func countsRequests() async throws {
    try await withServedClient(sessionTimeout: .seconds(600)) { server, zk in
      let semaphore = zk.semaphore(path, permits: 2)
      try await semaphore.withPermit { _ in }
      let before = zk.metrics.requestsAnswered
      let lease = try await semaphore.acquire()
      #expect(zk.metrics.requestsAnswered - before == 2)
      try await lease.release()
      #expect(zk.metrics.requestsAnswered - before == 3)
    }
  }

  @Test("hundreds who wait cost no more for each permit than one")
  func scales() async throws {
    try await withServedClient(sessionTimeout: .seconds(600)) { server, zk in
      let count = 200
      let semaphore = zk.semaphore(path, permits: 2)
      try await semaphore.withPermit { _ in }
      let held = [try await semaphore.acquire(), try await semaphore.acquire()]
      let before = zk.metrics.requestsAnswered
      let received = zk.metrics.changesTold
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<count {
          group.addTask { try await semaphore.withPermit { _ in } }
        }
        try await waitWhile { zk.metrics.watches < count }
        for lease in held { try await lease.release() }
        try await group.waitForAll()
      }
      try await waitWhile { zk.metrics.watches > 0 }
      let asked = zk.metrics.requestsAnswered - before
      let heard = zk.metrics.changesTold - received
      // To line up, to look, to watch the one in front; to watch all, to say that the permit is
      // there, to leave. And while they line up, the next one looks for each who comes.
      #expect(asked <= 7 * count + 2)
      #expect(heard <= 2 * count + 2)
    }
  }

  @Test("one who gives up leaves nothing behind, and those behind go on", arguments: [true, false])
  func givesUp(_ isNext: Bool) async throws {
    try await withServedClient { server, zk in
      let semaphore = zk.semaphore(path, permits: 2)
      let held = [try await semaphore.acquire(), try await semaphore.acquire()]
      async let early = semaphore.acquire()
      try await waitWhile { zk.metrics.watches < 1 }
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          let error = await #expect(throws: ZooKeeperError.self) { try await semaphore.acquire() }
          #expect(error?.code == .cancelled)
        }
        try? await waitWhile { zk.metrics.watches < 2 }
        group.cancelAll()
      }
      async let late = semaphore.acquire()
      try await waitWhile { try await zk.children(of: path / "leases").names.count < 4 }
      for lease in held { try await lease.release() }
      for lease in [try await early, try await late] { try await lease.release() }
      #expect(try await zk.children(of: path / "leases").names.isEmpty)
    }
  }

  @Test("who only tries gets a permit or goes")
  func tries() async throws {
    try await withServedClient(sessionTimeout: .seconds(600)) { server, zk in
      let semaphore = zk.semaphore(path, permits: 2)
      let held = [try await semaphore.tryAcquire(), try await semaphore.tryAcquire()]
      #expect(held.allSatisfy { $0 != nil })
      let before = zk.metrics.requestsAnswered
      #expect(try await semaphore.tryAcquire() == nil)
      #expect(zk.metrics.requestsAnswered - before == 1)
      for lease in held { try await lease?.release() }
    }
  }

  /// As Curator's does, while more stand there than there are permits; and it tells nobody when it
  /// does not wait any more.
  @Test("one of another library that waits keeps nobody waiting who stands behind it")
  func standsBehindOthers() async throws {
    try await withServedClient { server, zk in
      let semaphore = zk.semaphore(path, permits: 2)
      let held = [try await semaphore.acquire(), try await semaphore.acquire()]
      let name: ZNodeName = "_c_07113a83-6eda-45a0-bee2-14b7cbdb155e-lease-"
      let other = try await zk.create(path / "leases" / name, mode: .ephemeralSequential)
      async let first = semaphore.acquire(as: "first")
      try await waitWhile { zk.metrics.watches < 1 }
      async let second = semaphore.acquire(as: "second")
      try await waitWhile { zk.metrics.watches < 2 }
      for lease in held { try await lease.release() }
      try await first.release()
      let lease = try await second
      #expect(try await semaphore.queue().map(\.path) == [other.path, lease.path])
      try await lease.release()
    }
  }

  @Test("the permit of one who is gone goes to the next")
  func outlivesHolders() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        let semaphore = zk.semaphore(path, permits: 2)
        let held = try await semaphore.acquire()
        let lost = try await other.semaphore(path, permits: 2).acquire()
        async let next = semaphore.acquire()
        try await waitWhile { zk.metrics.watches < 1 }
        try await server.expire(lost.session)
        try await next.release()
        await lost.untilLost()
        #expect(throws: ZooKeeperError.self) { try lost.check() }
        try await held.release()
      }
    }
  }
}
