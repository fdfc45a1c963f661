import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// Connections, sessions and nodes that go while values are followed.
@Suite("Values beneath a node on bad days", .timeLimit(.minutes(1)))
struct ValueDirectoryFaultTests {
  private let path: ZNodePath = "/flags"

  @Test(
    "whichever request meets a fault, all values are seen as they are",
    arguments: Strike.all(upTo: 9))
  func survives(_ strike: Strike) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      try await other.create(path)
      for name in ["a", "b", "c"] as [ZNodeName] { try await other.create(path / name, "0") }
      try await zk.untilConnected()
      // To watch, to list, to read three values; then to read four that change.
      await proxy.strike(strike)
      var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
      #expect(try await flags.next()?.entries.mapValues(\.value) == ["a": 0, "b": 0, "c": 0])
      for number in 1...4 {
        try await other.set(path / "b", encoding: number)
        #expect(try await flags.next()?["b"] == number)
      }
      try await other.delete(path / "a")
      #expect(try await flags.next()?.entries.mapValues(\.value) == ["b": 4, "c": 0])
      #expect(zk.metrics.watches == 1)
    }
  }

  @Test("what happened while the session was lost is seen, also if it looks the same")
  func survivesExpiry() async throws {
    try await withClientBehindProxy { server, proxy, zk, other in
      try await other.create(path)
      for name in ["a", "b", "c"] as [ZNodeName] { try await other.create(path / name, "0") }
      var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
      let first = try #require(try await flags.next())
      let session = try #require(zk.session)
      await proxy.refuse()
      try await server.expire(session)
      try await other.deleteTree(path)
      try await other.create(path)
      let anew = try await other.create(path / "a", "0")
      await proxy.admit()
      let second = try #require(try await flags.next())
      #expect(second.entries.mapValues(\.value) == ["a": 0] && first.entries.count == 3)
      #expect(second.entries["a"]?.zxid == anew.czxid)
      #expect(zk.metrics.renewals == 1)
    }
  }

  @Test("a session that is lost at any step loses no value", arguments: 0..<5)
  func survivesExpiryWhileReading(_ requests: Int) async throws {
    try await withClientBehindProxy { server, proxy, zk, other in
      try await other.create(path)
      for name in ["a", "b", "c"] as [ZNodeName] { try await other.create(path / name, "0") }
      try await zk.untilConnected()
      let session = try #require(zk.session)
      await proxy.strike(.cutBeforeReply, after: requests)
      // The session is gone when the client comes back.
      await proxy.refuse()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await shown in zk.values(beneath: path, as: Int.self)
          where shown.entries.mapValues(\.value) == ["a": 1, "b": 0, "c": 0] {
            break
          }
        }
        try await waitWhile { zk.state == .connected(session) }
        try await server.expire(session)
        try await other.set(path / "a", encoding: 1)
        await proxy.admit()
        try await group.waitForAll()
      }
      #expect(zk.metrics.renewals == 1 && zk.metrics.watches == 0)
    }
  }

  @Test("a server that does not answer in time is asked again")
  func survivesSilence() async throws {
    try await withClientBehindProxy { server, proxy, _, other in
      try await other.create(path)
      try await other.create(path / "a", "1")
      var configuration = ClientConfiguration(
        servers: try ServerList(validating: proxy.connectString))
      configuration.requestTimeout = .milliseconds(100)
      try await withZooKeeper(configuration) { zk in
        try await zk.untilConnected()
        await proxy.strike(.stall, after: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for try await shown in zk.values(beneath: path, as: Int.self) where shown["a"] == 1 {
              break
            }
          }
          try await waitWhile { zk.metrics.requestsFailed == 0 }
          await proxy.mend()
          try await group.waitForAll()
        }
      }
    }
  }

  @Test("whatever it waits for, one who is cancelled hears nothing more", arguments: 0..<7)
  func isCancelled(_ requests: Int) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      try await other.create(path)
      for name in ["a", "b", "c"] as [ZNodeName] { try await other.create(path / name, "0") }
      try await zk.untilConnected()
      let before = zk.metrics.requestsAnswered
      // The seventh is never asked for: then it waits for a change.
      if requests < 6 { await proxy.strike(.stall, after: requests) }
      let seen = Journal<Int?>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await shown in zk.values(beneath: path, as: Int.self) {
            _ = seen.enter(shown["b"])
          }
        }
        if requests >= 5 {
          try await waitWhile { seen.entries.isEmpty }
          try await other.set(path / "b", encoding: 1)
        }
        // Values are asked for when watch and list are there.
        try await waitWhile {
          requests == 6
            ? seen.entries.count < 2
            : zk.metrics.requestsInFlight == 0
              || requests >= 2 && zk.metrics.requestsAnswered - before < 2
        }
        group.cancelAll()
        try await group.waitForAll()
      }
      #expect(seen.entries == (requests < 5 ? [] : requests == 5 ? [0] : [0, 1]))
      await proxy.mend()
      try await waitWhile { zk.metrics.watches > 0 }
    }
  }

  @Test("a client that is closed ends it with an error")
  func isClosed() async throws {
    try await withServedClient { server, zk throws in
      var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
      #expect(try await flags.next()?.exists == false)
      await zk.close()
      let error = await #expect(throws: ZooKeeperError.self) { _ = try await flags.next() }
      #expect(error?.code == .closed)
      #expect(zk.metrics.watches == 0)
    }
  }
}
