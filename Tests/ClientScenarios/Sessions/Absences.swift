import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let absences = [
    ClientScenario("what is asked for before a server is there is done when it is", waitsForServer),
    ClientScenario("a call to nobody fails when its time is over", timesOut),
    ClientScenario("a server that does not answer makes a call late, and no other", isLate),
    ClientScenario("closing takes no longer than one's patience", givesUpClosing),
    ClientScenario("a client that never had a session is closed at once", closesUnborn),
    ClientScenario("a client finds the server that is there among those that are not", searches),
  ]
}

private func waitsForServer(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  await server.proxy.refuse()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    #expect(zk.session == nil)
    let pending = zk.pipeline([.create("/a", "x"), .get("/a")])
    async let children = zk.children(of: "/")
    try await log.wait(times: 3, for: \.isFailedAttempt)
    #expect(zk.state == .connecting)
    await server.proxy.admit()
    #expect(try await pending[0].value.created?.path == "/a")
    #expect(try await pending[1].value.node?.text == "x")
    #expect(try await children.names == ["a"])
  }
}

private func timesOut(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  await server.proxy.refuse()
  try await server.withClient { configuration in
    configuration.requestTimeout = .milliseconds(100)
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    // Nothing was sent, so nothing can have happened.
    await expectFailure(.timedOut) { try await zk.get("/a") }
    await expectFailure(.timedOut) { try await zk.create("/a") }
    await expectFailure(.timedOut) { try await zk.getAndWatch("/a") }
    await expectFailure(.timedOut) {
      try await zk.authenticate(.digest(user: "alice", password: "rabbit"))
    }
    await expectFailure(.timedOut) { try await zk.untilConnected(within: .milliseconds(100)) }
    #expect(log.count(\.isFailedAttempt) > 0)
    #expect(zk.metrics.watches == 0)
    await server.proxy.admit()
    // The patience of many tests: who waited for its end would not end in time.
    try await zk.untilConnected(within: .seconds(600))
    #expect(try await !server.shows("/a"))
  }
}

private func isLate(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.requestTimeout = .milliseconds(500)
  } _: { zk in
    try await zk.create("/a", "0")
    await server.proxy.stall()
    async let lateRead: Void = {
      await expectFailure(.timedOut) { try await zk.get("/a") }
    }()
    await expectFailure(.timedOut, .unknown) { try await zk.set("/a", to: "1") }
    await lateRead
    #expect(zk.metrics.requestsFailed == 2)
    await server.proxy.resume()
    // The answers that come late are nobody's, and those behind them find their callers.
    try await zk.create("/b")
    #expect(try await zk.get("/a").text == "1")
  }
}

private func givesUpClosing(_ server: ServerUnderTest) async throws {
  let client = try ZooKeeperClient(
    server.configuration { $0.closeTimeout = .milliseconds(100) })
  try await client.create("/mine", mode: .ephemeral)
  await server.proxy.stall()
  async let late: Void = {
    await expectFailure(.connectionLost, .unknown) { try await client.set("/mine", to: "x") }
  }()
  try await waitWhile { client.metrics.requestsInFlight == 0 }
  await client.close()
  await late
  #expect(client.state == .ended(.closedUnheard))
  #expect(client.metrics.requestsInFlight == 0)
  await server.proxy.resume()
}

private func closesUnborn(_ server: ServerUnderTest) async throws {
  await server.proxy.refuse()
  let idle = try ZooKeeperClient(server.configuration { $0.closeTimeout = .seconds(3_600) })
  await idle.close()
  #expect(idle.state == .ended(.closed))
  // What was asked for is worth waiting for, as long as closing may take.
  let client = try ZooKeeperClient(
    server.configuration { $0.closeTimeout = .milliseconds(100) })
  let pending = client.pipeline([.get("/")])
  await client.close()
  #expect(client.state == .ended(.closedUnheard))
  await expectFailure(.closed) { try await pending[0].value }
}

private func searches(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  // Nobody listens at the first port of all, and the second name is nobody's.
  let list = "127.0.0.1:1,nobody.invalid:2181,\(server.proxy.connectString)\(server.root)"
  var configuration = ClientConfiguration(servers: try ServerList(validating: list))
  configuration.shufflesServers = false
  configuration.onEvent = { log.append($0) }
  try await withZooKeeper(configuration) { zk in
    try await zk.create("/a")
    let failed = log.all.compactMap { event in
      if case .attemptFailed(let server, _) = event { server.host } else { nil }
    }
    #expect(failed == ["127.0.0.1", "nobody.invalid"])
    let linesAboutNobody = log.all.map { "\($0)" }.filter { $0.contains("cannot be resolved") }
    // An event says of which server it is, and the resolver's reason need not say it again.
    #expect(linesAboutNobody.map { $0.ranges(of: "nobody.invalid").count } == [1])
    zk.updateServers(try ServerList(validating: server.proxy.connectString))
    #expect(try await zk.stat("/a") != nil)
    #expect(log.count(\.isLoss) == 0)
  }
}
