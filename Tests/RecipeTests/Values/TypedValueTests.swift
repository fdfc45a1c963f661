import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Typed values, one at a time", .timeLimit(.minutes(1)))
struct TypedValueTests {
  private let path: ZNodePath = "/settings"

  @Test("a value is read, and set if nobody was faster; the node holds its bytes and no more")
  func getsAndSets() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, #"{"hosts":[],"limit":1}"#)
      let first = try await zk.get(path, as: Settings.self)
      #expect(first.value == Settings(limit: 1))
      let second = try await zk.set(path, encoding: Settings(limit: 2), ifVersion: first.version)
      #expect(try await zk.get(path, as: Settings.self) == second)
      #expect(second.zxid > first.zxid)
      #expect(try await zk.get(path).text == #"{"hosts":[],"limit":2}"#)
      let late = await #expect(throws: ZooKeeperError.self) {
        try await zk.set(path, encoding: Settings(limit: 3), ifVersion: first.version)
      }
      #expect(late?.code == .badVersion && late?.outcome == .notApplied)
    }
  }

  @Test("what is no such value says where, in which version and why")
  func saysWhy() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, "1")
      let stat = try await zk.set(path, to: "one")
      let problem = await #expect(throws: InvalidValue.self) {
        try await zk.get(path, as: Int.self)
      }
      #expect(problem?.path == path && problem?.version == stat.version)
      #expect(problem?.zxid == stat.mzxid)
      #expect(
        problem?.description
          == "invalid value at /settings, version 1, zxid \(stat.mzxid): no decimal Int in 3 bytes")
      let absent = await #expect(throws: ZooKeeperError.self) {
        try await zk.get("/absent", as: Int.self)
      }
      #expect(absent?.code == .noNode)
    }
  }

  @Test("an update costs two requests, and one where nothing comes out differently")
  func updates() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, #"{"hosts":[],"limit":1}"#)
      let before = zk.metrics.requestsAnswered
      let written = try await zk.update(path, as: Settings.self) { $0.limit += 1 }
      #expect(zk.metrics.requestsAnswered - before == 2)
      #expect(written.value.limit == 2 && written.version == Version(rawValue: 1))
      let same = try await zk.update(path, as: Settings.self) { $0.limit = 2 }
      #expect(zk.metrics.requestsAnswered - before == 3)
      #expect(same == written)
      #expect(try await zk.get(path, as: Settings.self) == written)
    }
  }

  @Test("an update begins with what was given where there is nothing, and what is above it")
  func creates() async throws {
    try await withServedClient { server, zk in
      let deep: ZNodePath = "/a/b/c"
      let absent = await #expect(throws: ZooKeeperError.self) {
        try await zk.update(deep, as: Int.self) { $0 += 1 }
      }
      #expect(absent?.code == .noNode && absent?.path == deep)
      let orphan = await #expect(throws: ZooKeeperError.self) {
        try await zk.update(deep, as: Int.self, orCreate: 41) { $0 += 1 }
      }
      #expect(orphan?.code == .noNode && orphan?.operation == .create)
      let created = try await zk.update(deep, as: Int.self, orCreate: 41, parents: .create) {
        $0 += 1
      }
      let stat = try #require(try await zk.stat(deep))
      #expect(created == Versioned(42, version: stat.version, zxid: stat.czxid))
      #expect(try await zk.get(deep).text == "42")
    }
  }

  @Test("an update does not write over what it cannot read, and stops where the change throws")
  func leavesAlone() async throws {
    struct NotNow: Error {}
    try await withServedClient { server, zk in
      try await zk.create(path, "not a number")
      await #expect(throws: InvalidValue.self) {
        try await zk.update(path, as: Int.self, orCreate: 1) { $0 += 1 }
      }
      #expect(try await zk.get(path).text == "not a number")
      await #expect(throws: NotNow.self) {
        try await zk.update(path, as: String.self) { _ throws in throw NotNow() }
      }
      #expect(try await zk.stat(path)?.version == Version(rawValue: 0))
    }
  }

  @Test("many who count at once lose nothing, and pay two requests for each attempt")
  func counts() async throws {
    try await withServedClient { server, zk in
      let attempts = Journal<Int>()
      let before = zk.metrics.requestsAnswered
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
          group.addTask {
            try await zk.update(path, as: Int.self, orCreate: 0) { count in
              _ = attempts.enter(number)
              count += 1
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(zk.metrics.requestsAnswered - before == 2 * attempts.entries.count)
      #expect(try await zk.get(path).text == "40")
    }
  }

  @Test(
    "whichever request of an update meets a fault, it says whether it was done, or that it cannot",
    arguments: Strike.all(upTo: 2))
  func isHonest(_ strike: Strike) async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      try await other.create(path, "0")
      try await zk.untilConnected()
      await proxy.strike(strike)
      do {
        let written = try await zk.update(path, as: Int.self) { $0 += 1 }
        #expect(try await other.get(path, as: Int.self) == written)
        #expect(written.value == 1)
      } catch let error as ZooKeeperError {
        #expect(error.code == .connectionLost && error.outcome == .unknown)
        // Only a write can be in doubt, and it happened once at most.
        #expect(strike.requests == 1)
        #expect(try await other.get(path, as: Int.self).value < 2)
      }
    }
  }
}
