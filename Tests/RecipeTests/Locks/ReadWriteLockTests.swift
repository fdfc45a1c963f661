import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Locks for readers and writers", .timeLimit(.minutes(1)))
struct ReadWriteLockTests {
  private let path: ZNodePath = "/locks/index"

  @Test("many read at once, one writes alone, and nobody overtakes")
  func shares() async throws {
    try await withServedClient { server, zk in
      let lock = zk.readWriteLock(path)
      let readers = [try await lock.acquireRead(), try await lock.acquireRead()]
      async let writer = lock.acquireWrite(as: "writer")
      try await waitWhile { zk.metrics.watches < 1 }
      async let late = lock.acquireRead(as: "late")
      try await waitWhile { zk.metrics.watches < 2 }
      #expect(try await lock.queue().map(\.identity) == ["", "", "writer", "late"])
      #expect(try await lock.tryAcquireRead() == nil)
      for reader in readers { try await reader.release() }
      let wrote = try await writer
      #expect(try await lock.queue().map(\.identity) == ["writer", "late"])
      #expect(try await lock.tryAcquireWrite() == nil)
      try await wrote.release()
      let read = try await late
      #expect(read.token > wrote.token)
      try await read.release()
      #expect(try await zk.children(of: path).names.isEmpty)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("all who read for themselves or write are counted as one would")
  func excludes() async throws {
    try await withServedClient { server, zk in
      let lock = zk.readWriteLock(path)
      let readers = Journal<FencingToken>()
      let writers = Journal<FencingToken>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for turn in 0..<30 {
          group.addTask {
            if turn.isMultiple(of: 3) {
              try await lock.withWriteLock { lease in
                let count = writers.enter(lease.token)
                #expect(count == 1 && readers.inside == 0)
                try await zk.sync()
                writers.leave()
              }
            } else {
              try await lock.withReadLock { lease in
                _ = readers.enter(lease.token)
                #expect(writers.inside == 0)
                try await zk.sync()
                readers.leave()
              }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(writers.entries == writers.entries.sorted())
      #expect(writers.entries.count == 10 && readers.entries.count == 20)
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("a writer becomes a reader, and no writer comes in between")
  func downgrades() async throws {
    try await withServedClient { server, zk in
      let lock = zk.readWriteLock(path)
      let lease = try await lock.acquireWrite()
      let copy = lease
      let (token, old) = (lease.token, lease.path)
      async let writer = lock.acquireWrite(as: "writer")
      try await waitWhile { zk.metrics.watches < 1 }
      try await lock.downgrade(lease, as: "reader")
      #expect(lease.isHeld && copy.isHeld && copy.path == lease.path && lease.path != old)
      #expect(lease.token == token)
      #expect(try await lock.queue().map(\.identity) == ["reader", "writer"])
      #expect(try await zk.stat(old) == nil)
      try await lease.transaction([.create("/proof", "read")])
      try await lease.release()
      let next = try await writer
      #expect(next.token > token)
      try await next.release()
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("those who wait behind a writer read as soon as it does")
  func joinsReaders() async throws {
    try await withServedClient { server, zk in
      let lock = zk.readWriteLock(path)
      try await lock.withWriteLock { lease in
        async let reader = lock.acquireRead()
        try await waitWhile { zk.metrics.watches < 1 }
        try await lock.downgrade(lease)
        // Both hold it now, and the scope goes on.
        try await reader.release()
        try lease.check()
      }
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("what is done by the lease during a downgrade is done, and a release leaves nothing")
  func downgradesBeside() async throws {
    try await withServedClient { server, zk in
      let lock = zk.readWriteLock(path)
      try await zk.create("/count", "0")
      for _ in 0..<20 {
        let lease = try await lock.acquireWrite()
        async let downgraded: Void = lock.downgrade(lease, as: "reader")
        async let first = lease.transaction([.set("/count", to: "1")])
        async let second = lease.transaction([.set("/count", to: "2")])
        _ = try await (downgraded, first, second)
        #expect(lease.isHeld)
        try await lease.release()
        let other = try await lock.acquireWrite()
        async let moved: Void? = try? lock.downgrade(other, as: "reader")
        try await other.release()
        _ = await moved
      }
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
    }
  }

  @Test("only the lease of one who writes at this path becomes that of a reader")
  func refusesOthers() async throws {
    try await withServedClient { server, zk in
      let lock = zk.readWriteLock(path)
      for lease in [
        try await lock.acquireRead(), try await zk.lock(path).acquire(),
        try await zk.readWriteLock("/locks/other").acquireWrite(),
      ] {
        let error = await #expect(throws: ZooKeeperError.self) { try await lock.downgrade(lease) }
        #expect(error?.code == .badArguments)
        try lease.check()
        try await lease.release()
        let over = await #expect(throws: ZooKeeperError.self) { try await lock.downgrade(lease) }
        #expect(over != nil)
      }
    }
  }

  @Test(
    "a downgrade whose request or answer is lost has happened, or happens",
    arguments: Strike.all(upTo: 1))
  func downgradesDespite(_ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      let lock = zk.readWriteLock(path)
      let lease = try await lock.acquireWrite()
      await proxy.strike(strike)
      try await lock.downgrade(lease)
      #expect(try await zk.children(of: path).names == [lease.path.name])
      #expect(try await lock.tryAcquireRead()?.release() != nil)
      try await lease.release()
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("a release does not wait for a downgrade longer than the lease lasts")
  func releasesDuringDowngrade() async throws {
    try await withProxiedClient(sessionTimeout: .seconds(3)) { server, proxy, zk in
      let lock = zk.readWriteLock(path)
      let lease = try await lock.acquireWrite()
      await proxy.refuse()
      await proxy.strike(.cutBeforeReply)
      async let downgraded: Void? = try? lock.downgrade(lease, as: "reader")
      try await waitWhile { zk.state.isConnected }
      await expectFailure(.leaseLost) { try await lease.release() }
      await proxy.admit()
      _ = await downgraded
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
    }
  }

  @Test("a downgrade during which the session is lost loses the lease, and leaves nothing")
  func losesSession() async throws {
    try await withProxiedClient { server, proxy, zk in
      let lock = zk.readWriteLock(path)
      let lease = try await lock.acquireWrite()
      await proxy.refuse()
      await proxy.strike(.cutBeforeReply)
      try await server.withClient { witness in
        async let downgraded = expectFailure(.leaseLost) {
          try await lock.downgrade(lease, as: "reader")
        }
        try await waitWhile { try await witness.stat(lease.path) != nil }
        try await server.expire(lease.session)
        await proxy.admit()
        _ = await downgraded
        await expectFailure(.leaseLost) { try await lease.release() }
        #expect(!lease.isHeld)
        try await waitWhile { try await !witness.children(of: path).names.isEmpty }
      }
    }
  }
}
