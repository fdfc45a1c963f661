import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// The worst days of everything one stands in line for: answers and connections that are lost at
/// every step.
@Suite("Lines on bad days", .timeLimit(.minutes(2)))
struct LineFaultTests {

  @Test(
    "whichever request of an acquisition or a release meets a fault, one node is there or none",
    arguments: Possession.allCases, Strike.all(upTo: 3))
  func survives(_ possession: Possession, _ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create(possession.line, parents: .create)
      await proxy.strike(strike)
      // Three requests in all; the fault meets one of them.
      try await owns(possession, zk)
    }
  }

  @Test(
    "whichever request of the first of all meets a fault, the line is there, and one in it",
    arguments: Possession.allCases, Strike.all(upTo: 7))
  func comesFirst(_ possession: Possession, _ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.untilConnected()
      await proxy.strike(strike)
      try await owns(possession, zk)
    }
  }

  /// Acquires and releases: one node is there meanwhile, and none in the end.
  private func owns(_ possession: Possession, _ zk: ZooKeeperClient) async throws {
    let lease = try await possession.acquire(zk)
    #expect(try await zk.children(of: possession.line).names == [lease.path.name])
    try await lease.release()
    try await waitWhile { try await !zk.children(of: possession.line).names.isEmpty }
  }

  @Test(
    "whichever request meets a fault of one who waits, the turn comes, and one node is there",
    arguments: Possession.allCases, Strike.all(upTo: 5))
  func waitsDespite(_ possession: Possession, _ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        let held = try await possession.exhaust(other)
        try await zk.untilConnected()
        // To enter, to look, to watch; to look when the one in front is gone, to say that one does
        // not wait any more.
        await proxy.strike(strike)
        async let acquired = possession.acquire(zk)
        try await waitWhile {
          try await other.children(of: possession.line).names.count == held.count
        }
        for lease in held { try await lease.release() }
        let lease = try await acquired
        try await waitWhile {
          try await other.children(of: possession.line).names != [lease.path.name]
        }
        try await lease.release()
        try await waitWhile { try await !other.children(of: possession.line).names.isEmpty }
        try await waitWhile { zk.metrics.watches > 0 }
      }
    }
  }

  @Test("what a lost session created is not taken for one's own", arguments: Possession.allCases)
  func ignoresItsGhost(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { server, proxy, zk in
      try await zk.create(path, parents: .create)
      let old = try #require(zk.session)
      await proxy.refuse()
      await proxy.strike(.cutBeforeReply)
      try await server.withClient { witness in
        async let acquired = possession.acquire(zk)
        // The node is there, and nobody has been told.
        try await waitWhile { try await witness.children(of: path).names.isEmpty }
        try await server.expire(old)
        await proxy.admit()
        let lease = try await acquired
        #expect(lease.session != old && lease.session == zk.session)
        #expect(try await witness.children(of: path).names.map { path / $0 } == [lease.path])
        try await lease.release()
      }
    }
  }

  @Test(
    "who is cancelled before the answer has come leaves no node that comes after all",
    arguments: Possession.allCases)
  func isCancelledMeanwhile(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { witness in
        try await zk.create(path, parents: .create)
        await proxy.stall()
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            await expectFailure(.cancelled, .unknown) { try await possession.acquire(zk) }
          }
          try? await waitWhile { zk.metrics.requestsInFlight == 0 }
          group.cancelAll()
        }
        await proxy.resume()
        // It was created, and is deleted.
        try await waitWhile { try await witness.stat(path)?.cversion.rawValue != 2 }
        #expect(try await witness.children(of: path).names.isEmpty)
      }
    }
  }

  @Test(
    "one who waits goes on in its place after a short cut, and keeps no holder waiting",
    arguments: Possession.allCases)
  func waitsOn(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        let held = try await possession.exhaust(other)
        async let acquired = possession.acquire(zk)
        try await waitWhile { zk.metrics.watches == 0 }
        let place = try await other.children(of: path).names
        await proxy.cut()
        for lease in held { try await lease.release() }
        let lease = try await acquired
        #expect(place.contains { path / $0 == lease.path })
        try await lease.release()
      }
    }
  }

  @Test("one who waits and loses the session lines up anew", arguments: Possession.allCases)
  func linesUpAnew(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        let held = try await possession.exhaust(other)
        try await zk.untilConnected()
        let old = try #require(zk.session)
        async let acquired = possession.acquire(zk)
        try await waitWhile { zk.metrics.watches == 0 }
        try await server.expire(old)
        try await waitWhile { zk.metrics.renewals == 0 }
        for lease in held { try await lease.release() }
        let lease = try await acquired
        #expect(lease.session != old)
        #expect(try await other.children(of: path).names.map { path / $0 } == [lease.path])
        try await lease.release()
      }
    }
  }

  @Test(
    "one who waits and whose node somebody deletes lines up anew", arguments: Possession.allCases)
  func isPutBack(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { _, _, zk in
      let held = try await possession.exhaust(zk)
      async let acquired = possession.acquire(zk)
      try await waitWhile { zk.metrics.watches == 0 }
      for name in try await zk.children(of: path).names
      where !held.map(\.path).contains(path / name) {
        try await zk.delete(path / name)
      }
      for lease in held { try await lease.release() }
      let lease = try await acquired
      #expect(held.allSatisfy { lease.token > $0.token })
      try await lease.release()
    }
  }

  @Test("a line whose node above is gone is begun anew", arguments: Possession.allCases)
  func outlivesItsParent(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { _, _, zk in
      for _ in 0..<3 {
        try await possession.acquire(zk).release()
        try await zk.delete(path)
      }
    }
  }

  @Test(
    "who may not look at the line is told, and leaves nothing in it", arguments: Possession.allCases
  )
  func mayNotLook(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { server, _, zk in
      try await zk.create(
        path, acl: AccessControl([ACL([.create, .delete, .admin], for: .anyone)]), parents: .create)
      let error = await #expect(throws: ZooKeeperError.self) {
        try await possession.acquire(zk)
      }
      #expect(error?.code == .noAuth)
      try await zk.setACL(of: path, to: .open)
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
    }
  }

  @Test("whose patience is over before a server is found is told, and leaves nothing")
  func findsNobody() async throws {
    try await withProxiedClient { server, proxy, zk in
      let lock = zk.lock("/locks/one")
      try await lock.acquire().release()
      await proxy.refuse()
      await proxy.cut()
      await expectFailure(.timedOut) { try await lock.acquire(within: .milliseconds(50)) }
      await proxy.admit()
      try await zk.sync()
      #expect(try await zk.children(of: lock.path).names.isEmpty)
    }
  }

  @Test("a client that was closed gets no lock, and says so", arguments: Possession.allCases)
  func isClosed(_ possession: Possession) async throws {
    try await withProxiedClient { _, _, zk in
      await zk.close()
      let error = await #expect(throws: ZooKeeperError.self) {
        try await possession.acquire(zk)
      }
      #expect(error?.code == .closed)
    }
  }

  @Test(
    "one who waits when the client is closed is told, and the node goes with the session",
    arguments: Possession.allCases)
  func isClosedMeanwhile(_ possession: Possession) async throws {
    let path = possession.line
    try await withProxiedClient { server, _, zk in
      try await server.withClient { other in
        let held = try await possession.exhaust(other)
        async let waiting: Void = {
          let error = await #expect(throws: ZooKeeperError.self) {
            try await possession.acquire(zk)
          }
          #expect(error?.code == .closed)
        }()
        try await waitWhile { zk.metrics.watches == 0 }
        await zk.close()
        await waiting
        #expect(try await other.children(of: path).names.map { path / $0 } == held.map(\.path))
        for lease in held { try await lease.release() }
      }
    }
  }
}
