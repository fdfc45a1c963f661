import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("A typed value that is followed", .timeLimit(.minutes(1)))
struct TypedValueStreamTests {
  private let path: ZNodePath = "/settings"

  @Test("it comes as it is, then as it changes, and nil while there is none")
  func follows() async throws {
    try await withServedClient { server, zk in
      do {
        var values = zk.values(of: path, as: Int.self).makeAsyncIterator()
        #expect(try await values.next() == .some(nil))
        try await zk.create(path, "1")
        let first = try #require(try await values.next() ?? nil)
        #expect(first.value == 1 && first.version == Version(rawValue: 0))
        let second = try await zk.set(path, encoding: 2)
        #expect(try await values.next() == second)
        try await zk.delete(path)
        #expect(try await values.next() == .some(nil))
        #expect(zk.metrics.watches == 1)
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("it takes two requests at first, and one for each change")
  func countsRequests() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        try await other.create(path, "0")
        try await zk.untilConnected()
        let before = zk.metrics.requestsAnswered
        var values = zk.values(of: path, as: Int.self).makeAsyncIterator()
        _ = try await values.next()
        #expect(zk.metrics.requestsAnswered - before == 2)
        for number in 1...3 {
          try await other.set(path, encoding: number)
          #expect(try await values.next()??.value == number)
        }
        #expect(zk.metrics.requestsAnswered - before == 5)
      }
    }
  }

  @Test("each write is one, also of the same value, and of a node that was made anew")
  func equalValues() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, "1")
      var values = zk.values(of: path, as: Int.self).makeAsyncIterator()
      let first = try await values.next()
      let again = try await zk.set(path, encoding: 1)
      #expect(try await values.next() == again)
      try await zk.delete(path)
      try await zk.create(path, "1")
      let anew = try await values.next()
      #expect(anew != first && anew??.version == first??.version)
      #expect(anew??.value == 1)
    }
  }

  @Test("an invalid value changes nothing for one who has a value, or knows that there is none")
  func keepsLast() async throws {
    try await withServedClient { server, zk in
      let complaints = Complaints()
      let seen = Journal<Versioned<Int>?>()
      var bad: Created?
      var good: Versioned<Int>?
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await value in zk.values(of: path, as: Int.self, complaints.report) {
            _ = seen.enter(value)
            if value != nil { break }
          }
        }
        try await waitWhile { seen.entries.isEmpty }
        bad = try await zk.create(path, "one")
        try await waitWhile { complaints.all.isEmpty }
        good = try await zk.set(path, encoding: 2)
        try await group.waitForAll()
      }
      #expect(seen.entries == [nil, good])
      #expect(complaints.all.map(\.zxid) == [bad?.czxid])
      #expect(complaints.all.map(\.path) == [path])
      #expect(complaints.all.map(\.version) == [Version(rawValue: 0)])
    }
  }

  @Test("one who has nothing yet is told by an error, and the watch goes")
  func failsAtFirst() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, "one")
      let complaints = Complaints()
      var values = zk.values(of: path, as: Int.self, complaints.report).makeAsyncIterator()
      let problem = await #expect(throws: InvalidValue.self) { _ = try await values.next() }
      #expect(problem?.path == path)
      #expect(zk.metrics.watches == 0)
      #expect(try await values.next() == nil)
      #expect(complaints.all.isEmpty)
    }
  }

  @Test("one who wants to know of every invalid value is told by an error")
  func fails() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, "1")
      var values = zk.values(of: path, as: Int.self, onInvalid: .fail).makeAsyncIterator()
      #expect(try await values.next()??.value == 1)
      try await zk.set(path, to: "one")
      await #expect(throws: InvalidValue.self) { _ = try await values.next() }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("a value takes the place of an invalid one, with which it can be repaired")
  func replaces() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, "one")
      let complaints = Complaints()
      let stream = zk.values(
        of: path, as: Int.self, onInvalid: .replace(with: 7), complaints.report)
      var values = stream.makeAsyncIterator()
      let shown = try #require(try await values.next() ?? nil)
      #expect(shown.value == 7 && complaints.all.map(\.zxid) == [shown.zxid])
      let repaired = try await zk.set(path, encoding: shown.value, ifVersion: shown.version)
      #expect(try await values.next() == repaired)
      #expect(complaints.all.count == 1)
    }
  }

  @Test(
    "whichever request meets a fault, the latest value is seen, and never an older one again",
    arguments: Strike.all(upTo: 4))
  func survives(_ strike: Strike) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      try await other.create(path, "0")
      try await zk.untilConnected()
      // To watch and to read, and then to read after each change.
      await proxy.strike(strike)
      var values = zk.values(of: path, as: Int.self).makeAsyncIterator()
      for number in 0..<4 {
        if number > 0 { try await other.set(path, encoding: number) }
        #expect(try await values.next()??.value == number)
      }
      #expect(zk.metrics.watches == 1)
    }
  }

  @Test("what happened while the session was lost is seen, also if it looks the same")
  func survivesExpiry() async throws {
    try await withClientBehindProxy { server, proxy, zk, other in
      try await other.create(path, "1")
      var values = zk.values(of: path, as: Int.self).makeAsyncIterator()
      let first = try await values.next()
      let session = try #require(zk.session)
      await proxy.refuse()
      try await server.expire(session)
      try await other.delete(path)
      try await other.create(path, "1")
      await proxy.admit()
      let second = try await values.next()
      #expect(second??.value == 1 && second != first)
      #expect(zk.metrics.renewals == 1)
      try await other.delete(path)
      #expect(try await values.next() == .some(nil))
    }
  }

  @Test("whatever it waits for, one who is cancelled hears nothing more", arguments: 0..<4)
  func isCancelled(_ requests: Int) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      try await other.create(path, "0")
      try await zk.untilConnected()
      if requests < 3 { await proxy.strike(.stall, after: requests) }
      let seen = Journal<Int?>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await value in zk.values(of: path, as: Int.self) {
            _ = seen.enter(value?.value)
          }
        }
        // Two requests show the first value; the third is asked for when it changes.
        if requests >= 2 {
          try await waitWhile { seen.entries.isEmpty }
          try await other.set(path, encoding: 1)
        }
        try await waitWhile {
          requests == 3 ? seen.entries.count < 2 : zk.metrics.requestsInFlight == 0
        }
        group.cancelAll()
        try await group.waitForAll()
      }
      #expect(seen.entries == [[], [], [0], [0, 1]][requests])
      // A watch that was just asked for goes when the server has answered.
      await proxy.mend()
      try await waitWhile { zk.metrics.watches > 0 }
    }
  }

  @Test("a client that is closed ends it with an error")
  func isClosed() async throws {
    try await withServedClient { server, zk throws in
      var values = zk.values(of: path, as: Int.self).makeAsyncIterator()
      #expect(try await values.next() == .some(nil))
      await zk.close()
      let error = await #expect(throws: ZooKeeperError.self) { _ = try await values.next() }
      #expect(error?.code == .closed)
      #expect(zk.metrics.watches == 0)
    }
  }
}
