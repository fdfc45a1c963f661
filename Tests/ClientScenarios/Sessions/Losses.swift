import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let losses = [
    ClientScenario("a session outlives its server's restart", outlivesRestart),
    ClientScenario("a write that lost its connection has an unknown outcome", losesWrite),
    ClientScenario("a write that lost its answer fails, and has happened", losesAnswer),
    ClientScenario("a read that lost its connection is asked again", asksAgain),
    ClientScenario("a server that falls silent is left, and found again", leavesSilentServer),
    ClientScenario("what waits to be sent survives the loss of a connection", waitsOut),
  ]
}

private func outlivesRestart(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/mine", "x", mode: .ephemeral)
    let session = try #require(zk.session)
    try await server.restart()
    // The client may not have noticed yet: a read does not mind.
    let node = try await zk.get("/mine")
    #expect(node.text == "x" && node.stat.ephemeralOwner == session)
    #expect(zk.state == .connected(session))
    #expect(log.all.contains(.stateChanged(.suspended(session))))
    // A server may take the client once more while it ends.
    #expect(zk.metrics.reconnects >= 1 && zk.metrics.renewals == 0)
    try await zk.set("/mine", to: "y")
  }
}

private func losesWrite(_ server: ServerUnderTest) async throws {
  for fault in [ChaosFault.cutBeforeRequest, .cutInsideRequest, .endInsteadOfRequest] {
    try await server.withClient { zk in
      try await zk.createOrSet("/a", "before")
      await server.proxy.strike(fault)
      let error = await expectFailure(.connectionLost, .unknown) {
        try await zk.set("/a", to: "lost")
      }
      #expect(error?.path == "/a" && error?.operation == .set)
      #expect(try await zk.get("/a").text == "before")
    }
  }
}

private func losesAnswer(_ server: ServerUnderTest) async throws {
  for fault in [ChaosFault.cutBeforeReply, .cutInsideReply, .endInsteadOfReply] {
    try await server.withClient { zk in
      try await zk.createOrSet("/a", "before")
      await server.proxy.strike(fault)
      await expectFailure(.connectionLost, .unknown) { try await zk.set("/a", to: "\(fault)") }
      #expect(try await zk.get("/a").text == "\(fault)")
      await server.proxy.strike(fault)
      let lost = await #expect(throws: TransactionError.self) {
        try await zk.transaction([.set("/a", to: "1"), .check("/a")])
      }
      #expect(lost?.outcome == .unknown && lost?.code == .connectionLost)
      #expect(lost?.failedStep == nil)
    }
  }
}

private func asksAgain(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  let faults = ChaosFault.allCases.filter { $0 != .stall }
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a", "x")
    for fault in faults {
      await server.proxy.strike(fault)
      #expect(try await zk.get("/a").text == "x")
    }
    // One more than there were faults is the first of all.
    #expect(log.count(\.isConnection) == faults.count + 1)
    #expect(zk.metrics.reconnects == faults.count)
    let asked = log.all.compactMap { event in
      if case .connectionLost(_, _, let failed, let askedAgain) = event {
        failed == 0 ? askedAgain : -1
      } else {
        nil
      }
    }
    #expect(asked == Array(repeating: 1, count: faults.count))
  }
}

private func leavesSilentServer(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient { configuration in
    configuration.sessionTimeout = .seconds(1)
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a", "x")
    await server.proxy.strike(.stall)
    #expect(try await zk.get("/a").text == "x")
    let silences = log.count { event in
      if case .connectionLost(_, .silent, _, _) = event { true } else { false }
    }
    #expect(silences == 1)
  }
}

private func waitsOut(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a", "0")
    await server.proxy.refuse()
    await server.proxy.cut()
    try await log.wait(for: \.isLoss)
    let pending = zk.pipeline([
      .set("/a", to: "1"), .get("/a"), .create("/e", mode: .ephemeral), .get("/none"),
    ])
    #expect(zk.metrics.requestsQueued == 4)
    await server.proxy.admit()
    #expect(try await pending[0].value.stat?.version == Version(rawValue: 1))
    #expect(try await pending[1].value.node?.text == "1")
    #expect(try await pending[2].value.created?.path == "/e")
    await expectFailure(.noNode) { try await pending[3].value }
  }
}
