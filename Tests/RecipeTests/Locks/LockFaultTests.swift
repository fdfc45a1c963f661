import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// A lock's worst days: answers and connections that are lost at every step.
@Suite("Locks on bad days", .timeLimit(.minutes(1)))
struct LockFaultTests {
  private let path: ZNodePath = "/locks/one"

  @Test(
    "whichever request of an acquisition or a release meets a fault, one node is there or none",
    arguments: 0..<3, ChaosFault.allCases.filter { $0 != .stall })
  func survives(_ requests: Int, _ fault: ChaosFault) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create(path, parents: .create)
      await proxy.strike(fault, after: requests)
      // Three requests in all; the fault meets one of them.
      try await zk.withLock(path) { lease in
        let names = try await zk.children(of: path).names
        #expect(names.map { path / $0 } == [lease.path])
      }
      while try await !zk.children(of: path).names.isEmpty {}
    }
  }

  @Test("what a lost session created is not taken for one's own")
  func ignoresItsGhost() async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create(path, parents: .create)
      let old = try #require(zk.session)
      await proxy.refuse()
      await proxy.strike(.cutBeforeReply)
      try await server.withClient { witness in
        async let acquired = zk.lock(path).acquire()
        // The node is there, and nobody has been told.
        while try await witness.children(of: path).names.isEmpty {}
        try await server.expire(old)
        await proxy.admit()
        let lease = try await acquired
        #expect(lease.session != old && lease.session == zk.session)
        #expect(try await witness.children(of: path).names.map { path / $0 } == [lease.path])
        try await lease.release()
      }
    }
  }

  @Test("one who waits goes on in its place after a short cut, and keeps no holder waiting")
  func waitsOn() async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        let held = try await other.lock(path).acquire()
        async let acquired = zk.lock(path).acquire()
        try await waitWhile { zk.metrics.watches == 0 }
        let place = try await other.children(of: path).names
        await proxy.cut()
        try await held.release()
        let lease = try await acquired
        #expect(place.contains { path / $0 == lease.path })
        try await lease.release()
      }
    }
  }

  @Test("one who waits and loses the session lines up anew")
  func linesUpAnew() async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        let held = try await other.lock(path).acquire()
        try await zk.untilConnected()
        let old = try #require(zk.session)
        async let acquired = zk.lock(path).acquire()
        try await waitWhile { zk.metrics.watches == 0 }
        try await server.expire(old)
        try await waitWhile { zk.metrics.renewals == 0 }
        try await held.release()
        let lease = try await acquired
        #expect(lease.session != old)
        #expect(try await other.children(of: path).names.map { path / $0 } == [lease.path])
        try await lease.release()
      }
    }
  }

  @Test("one who waits and whose node somebody deletes lines up anew")
  func isPutBack() async throws {
    try await withProxiedClient { _, _, zk in
      let held = try await zk.lock(path).acquire()
      async let acquired = zk.lock(path).acquire()
      try await waitWhile { zk.metrics.watches == 0 }
      for name in try await zk.children(of: path).names where path / name != held.path {
        try await zk.delete(path / name)
      }
      try await held.release()
      let lease = try await acquired
      #expect(lease.token > held.token)
      try await lease.release()
    }
  }

  @Test("a line whose node above is gone is begun anew")
  func outlivesItsParent() async throws {
    try await withProxiedClient { _, _, zk in
      for _ in 0..<3 {
        try await zk.withLock(path) { _ in }
        try await zk.delete(path)
      }
    }
  }

  @Test("who may not look at the line is told, and leaves nothing in it")
  func mayNotLook() async throws {
    try await withProxiedClient { server, _, zk in
      try await zk.create(
        path, acl: AccessControl([ACL([.create, .delete, .admin], for: .anyone)]), parents: .create)
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.lock(path).acquire()
      }
      #expect(error?.code == .noAuth)
      try await zk.setACL(of: path, to: .open)
      while try await !zk.children(of: path).names.isEmpty {}
    }
  }

  @Test("a client that was closed gets no lock, and says so")
  func isClosed() async throws {
    try await withProxiedClient { _, _, zk in
      await zk.close()
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.lock(path).acquire()
      }
      #expect(error?.code == .closed)
    }
  }

  @Test("one who waits when the client is closed is told, and the node goes with the session")
  func isClosedMeanwhile() async throws {
    try await withProxiedClient { server, _, zk in
      try await server.withClient { other in
        let held = try await other.lock(path).acquire()
        async let waiting: Void = {
          let error = await #expect(throws: ZooKeeperError.self) {
            try await zk.lock(path).acquire()
          }
          #expect(error?.code == .closed)
        }()
        try await waitWhile { zk.metrics.watches == 0 }
        await zk.close()
        await waiting
        #expect(try await other.children(of: path).names.map { path / $0 } == [held.path])
        try await held.release()
      }
    }
  }
}

/// Runs `body` with a server, and a client that comes to it through a proxy.
private func withProxiedClient(
  _ body: (TestServer, ChaosProxy, ZooKeeperClient) async throws -> Void
) async throws {
  try await withTestServer { server in
    try await withChaosProxy(before: server.connectString) { proxy in
      let servers = try ServerList(validating: proxy.connectString)
      try await withZooKeeper(servers) { zk in try await body(server, proxy, zk) }
    }
  }
}
