import Testing
import ZooKeeper

extension ClientScenario {
  static let transactions = [
    ClientScenario("a transaction does all its steps as one change", doesAll),
    ClientScenario("a transaction that fails does nothing, and says which step", doesNothing),
    ClientScenario("a transaction can make what a create can", createsInTransaction),
  ]
}

private func doesAll(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/old")
    let results = try await zk.transaction([
      .check("/old", ifVersion: Version(rawValue: 0)), .create("/a", "1"), .create("/a/b"),
      .set("/a", to: "2"), .set("/a", to: "3"), .delete("/old"),
    ])
    try #require(results.count == 6)
    #expect(results[0] == .check && results[5] == .delete)
    let created = try #require(results[1].created)
    #expect(created.path == "/a")
    #expect(results[4].stat?.version == Version(rawValue: 2))
    let node = try await zk.get("/a")
    #expect(node.text == "3" && node.stat.czxid == created.czxid)
    // One change: whatever it did has the same number.
    #expect(node.stat.mzxid == node.stat.czxid && node.stat.pzxid == node.stat.czxid)
    #expect(try await zk.stat("/old") == nil)
    #expect(try await zk.transaction([]).isEmpty)
  }
}

private func doesNothing(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/there", "0")
    let failing: [(Step, ZooKeeperError.Code)] = [
      (.create("/there"), .nodeExists), (.delete("/none"), .noNode),
      (.set("/there", to: "1", ifVersion: Version(rawValue: 7)), .badVersion),
      (.check("/none"), .noNode), (.create("/none/child"), .noNode),
    ]
    for (step, code) in failing {
      let steps: [Step] = [.create("/new"), .set("/there", to: "2"), step, .delete("/there")]
      let error = await #expect(throws: TransactionError.self) { try await zk.transaction(steps) }
      #expect(error?.failedStep == 2)
      #expect(error?.code == code && error?.outcome == .notApplied)
      #expect(error?.cause.path == step.path && error?.cause.operation == step.operation)
      #expect(error?.verdicts.count == 4)
      #expect(error?.verdicts.last == .runtimeInconsistency)
      #expect(try await zk.stat("/new") == nil)
      #expect(try await zk.get("/there").text == "0")
    }
    let misplaced = await #expect(throws: TransactionError.self) {
      try await zk.transaction([.get("/there")])
    }
    #expect(misplaced?.code == .badArguments && misplaced?.failedStep == nil)
  }
}

private func createsInTransaction(_ server: ServerUnderTest) async throws {
  let hour = try #require(TimeToLive(milliseconds: 3_600_000))
  try await server.withClient { zk in
    let results = try await zk.transaction([
      .create("/p", "x"), .create("/p/s-", mode: .persistentSequential),
      .create("/p/e", mode: .ephemeral), .create("/p/e-", mode: .ephemeralSequential),
      .create("/p/c", mode: .container), .create("/p/t", mode: .timeToLive(hour)),
      .create("/p/t-", mode: .timeToLiveSequential(hour)),
    ])
    // Each child that was created before counts for the number of the next.
    #expect(
      results.map(\.created?.path) == [
        "/p", "/p/s-0000000000", "/p/e", "/p/e-0000000002", "/p/c", "/p/t", "/p/t-0000000005",
      ])
    #expect(try await Set(zk.ephemerals()) == ["/p/e", "/p/e-0000000002"])
  }
}
