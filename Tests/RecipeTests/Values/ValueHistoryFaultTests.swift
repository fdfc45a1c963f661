import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// Others who are faster, and answers that are lost.
@Suite("A value with a history on bad days", .timeLimit(.minutes(1)))
struct ValueHistoryFaultTests {
  private let path: ZNodePath = "/settings"

  private func history(_ zk: ZooKeeperClient, keeping limit: Int = 3) -> ValueHistory<Int> {
    zk.history(of: path, as: Int.self, keeping: limit)
  }

  @Test("whatever happens between the look and the change, it is made again and loses nothing")
  func isTooSlow() async throws {
    try await withServedClient { server, zk in
      let history = history(zk, keeping: 2)
      for number in 1...2 { try await history.update(orCreate: 0) { $0 = number } }
      let before = zk.metrics.requestsAnswered
      var attempts = 0
      let written = try await history.update { value in
        attempts += 1
        switch attempts {
        // Somebody sets it; somebody tidies up what is to be tidied up; somebody is in the place.
        case 1: _ = zk.pipeline([.set(path, to: "10")])
        case 2: _ = zk.pipeline([.delete("/settings/history/0000000000")])
        case 3: _ = zk.pipeline([.create("/settings/history/0000000003")])
        default: break
        }
        value += 1
      }
      #expect(written.value == 11 && attempts == 4)
      #expect(zk.metrics.requestsAnswered - before == 4 * 3 + 3)
      #expect(try await history.kept(seenBy: zk) == [11, 10])
    }
  }

  @Test("what is created or deleted meanwhile is taken as it is")
  func isReplacedMeanwhile() async throws {
    try await withServedClient { server, zk in
      let history = history(zk)
      var attempts = 0
      let written = try await history.update(orCreate: 0) { value in
        attempts += 1
        if attempts == 1 { _ = zk.pipeline([.create(path, "5")]) }
        value += 1
      }
      #expect(written.value == 6 && attempts == 2)
      #expect(try await history.kept(seenBy: zk) == [6, 5])
      attempts = 2
      let anew = try await history.update(orCreate: 100) { value in
        attempts += 1
        if attempts == 3 {
          let nodes: [ZNodePath] = [
            "/settings/history/0000000001", "/settings/history/0000000000", "/settings/history",
            path,
          ]
          _ = zk.pipeline(nodes.map { .delete($0) })
        }
        value += 1
      }
      #expect(anew.value == 101 && anew.version == Version(rawValue: 0))
      #expect(try await history.kept(seenBy: zk) == [101])
    }
  }

  @Test("where the node above is missing, or nothing to start from, it says so")
  func isMissing() async throws {
    try await withServedClient { server, zk in
      let orphan = zk.history(of: "/no/where", as: Int.self, keeping: 3)
      for initial in [nil, 1] {
        let error = await #expect(throws: ZooKeeperError.self) {
          try await orphan.update(orCreate: initial) { $0 += 1 }
        }
        #expect(error?.code == .noNode && error?.path == "/no/where")
      }
      let error = await #expect(throws: ZooKeeperError.self) {
        try await history(zk).rollBack(to: Version(rawValue: 0))
      }
      #expect(error?.code == .noNode)
    }
  }

  @Test(
    "whichever request meets a fault, value and history are one, and it says what it knows",
    arguments: Strike.all(upTo: 3))
  func survives(_ strike: Strike) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      for number in 1...3 { try await history(other).update(orCreate: 0) { $0 = number } }
      try await zk.untilConnected()
      await proxy.strike(strike)
      var mayHaveFailed = false
      do {
        try await history(zk).update { $0 += 1 }
      } catch let error as ZooKeeperError {
        #expect(error.code == .connectionLost && error.outcome == .unknown)
        #expect(strike.requests == 2)
        mayHaveFailed = true
      }
      // A transaction that is on its way when the connection breaks has its effect before this.
      let value = try await other.get(path, as: Int.self).value
      #expect(value == 4 || (mayHaveFailed && value == 3))
      let kept = try await history(other).kept(seenBy: other)
      #expect(kept == (value == 4 ? [4, 3, 2] : [3, 2, 1]))
    }
  }

  @Test(
    "whichever request of a way back meets a fault, value and history are one",
    arguments: Strike.all(upTo: 4))
  func survivesGoingBack(_ strike: Strike) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      for number in 1...3 { try await history(other).update(orCreate: 0) { $0 = number } }
      try await zk.untilConnected()
      // To read the version, the node and the names, and then to write.
      await proxy.strike(strike)
      var mayHaveFailed = false
      do {
        try await history(zk).rollBack(to: Version(rawValue: 0))
      } catch let error as ZooKeeperError {
        #expect(error.code == .connectionLost && error.outcome == .unknown)
        #expect(strike.requests == 3)
        mayHaveFailed = true
      }
      let value = try await other.get(path, as: Int.self).value
      #expect(value == 1 || (mayHaveFailed && value == 3))
      let kept = try await history(other).kept(seenBy: other)
      #expect(kept == (value == 1 ? [1, 3, 2] : [3, 2, 1]))
    }
  }

  @Test("a session that is lost meanwhile keeps no change from being made")
  func survivesExpiry() async throws {
    try await withClientBehindProxy { server, proxy, zk, other in
      for number in 1...3 { try await history(other).update(orCreate: 0) { $0 = number } }
      try await zk.untilConnected()
      let session = try #require(zk.session)
      await proxy.refuse()
      try await server.expire(session)
      async let written = history(zk).update { $0 += 1 }
      await proxy.admit()
      #expect(try await written.value == 4)
      #expect(try await history(other).kept(seenBy: other) == [4, 3, 2])
    }
  }

  @Test(
    "a change that is cancelled while its answer is awaited is done or not, and whole",
    arguments: 0..<3)
  func isCancelled(_ requests: Int) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      for number in 1...3 { try await history(other).update(orCreate: 0) { $0 = number } }
      try await zk.untilConnected()
      let before = zk.metrics.requestsAnswered
      await proxy.strike(.stall, after: requests)
      let witness = Witness()
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          do {
            try await history(zk).update { $0 += 1 }
          } catch let error as ZooKeeperError {
            witness.saw(error)
          } catch {}
        }
        // The transaction is asked for when node and names are there.
        try? await waitWhile {
          zk.metrics.requestsInFlight == 0
            || requests == 2 && zk.metrics.requestsAnswered - before < 2
        }
        group.cancelAll()
      }
      #expect(witness.error?.code == .cancelled)
      await proxy.mend()
      try await zk.sync()
      let value = try await other.get(path, as: Int.self).value
      let kept = try await history(other).kept(seenBy: other)
      #expect(kept == (value == 4 ? [4, 3, 2] : [3, 2, 1]))
    }
  }
}
