import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let figures = [
    ClientScenario("counters count what happened", counts),
    ClientScenario("a client tells of its life in order", tells),
    ClientScenario("slow requests are told", tellsOfSlowness),
    ClientScenario("a hundred clients come and go", comeAndGo),
    ClientScenario("nothing is left of a client that was closed", leaves),
  ]
}

private func counts(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a", "12345")
    for _ in 1...9 { _ = try await zk.get("/a") }
    await expectFailure(.noNode) { try await zk.get("/none") }
    let metrics = zk.metrics
    // A refusal is an answer, too.
    #expect(metrics.requestsAnswered == 11 && metrics.requestsFailed == 0)
    #expect(metrics.latency.count == 11)
    #expect(metrics.latency.longest > .zero)
    #expect(metrics.requestsInFlight == 0 && metrics.requestsQueued == 0)
    #expect(metrics.reconnects == 0 && metrics.renewals == 0 && metrics.watches == 0)
    // A get is answered in a length of 4 bytes, a header of 16, data of 4 + 5 and a stat of 68.
    #expect(metrics.bytesReceived > 9 * 97)
    // It is asked for in a length of 4 bytes, a header of 8, and a path of 4 and its length.
    let path = "\(server.root)/a".utf8.count
    #expect(metrics.bytesSent > 9 * (4 + 8 + 4 + path + 1))
  }
}

private func tells(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  let client = try ZooKeeperClient(server.configuration { $0.onEvent = { log.append($0) } })
  try await client.untilConnected()
  let session = try #require(client.session)
  await server.proxy.cut()
  try await log.wait(for: \.isResumption)
  await client.close()
  let place = try #require(client.configuredServer(in: log))
  let proxied = "127.0.0.1:\(place.port)"
  let wanted: [ClientEvent] = [
    .attempt(place, address: proxied),
    .connected(place, session, timeout: .seconds(30), resumed: false),
    .stateChanged(.connected(session)),
    .stateChanged(.suspended(session)),
    .attempt(place, address: proxied),
    .connected(place, session, timeout: .seconds(30), resumed: true),
    .stateChanged(.connected(session)),
    .stateChanged(.ended(.closed)),
  ]
  // How a connection broke is the system's to say.
  let told = log.all.filter { !$0.isLoss }
  #expect(told == wanted)
  #expect(log.count(\.isLoss) == 1)
}

extension ZooKeeperClient {
  /// The server of the first attempt.
  fileprivate func configuredServer(in log: EventLog) -> ServerAddress? {
    if case .attempt(let server, _) = log.all.first { server } else { nil }
  }
}

private func tellsOfSlowness(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient { configuration in
    configuration.slowRequestThreshold = .milliseconds(1)
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.untilConnected()
    await server.proxy.stall()
    let call = Task { try await zk.stat("/a") }
    try await waitWhile { zk.metrics.requestsInFlight == 0 }
    // A question to the server and its answer take a moment that can be measured.
    let clock = ContinuousClock()
    let beginning = clock.now
    while clock.now - beginning < .milliseconds(2) { _ = try await server.answer(to: .ruok) }
    await server.proxy.resume()
    _ = try await call.value
    try await log.wait { event in
      if case .slowRequest(.stat, _, let duration) = event {
        duration >= .milliseconds(2)
      } else {
        false
      }
    }
  }
}

private func comeAndGo(_ server: ServerUnderTest) async throws {
  try await withThrowingTaskGroup { group in
    for number in 1...100 {
      group.addTask {
        try await server.withClient { zk in
          try await zk.create(ZNodePath("/\(number)"), mode: .ephemeral)
        }
      }
    }
    try await group.waitForAll()
  }
  try await server.withWitness { witness in
    let names = try await witness.children(of: .root).names
    #expect(names.isEmpty)
  }
  while await server.proxy.connectionCount() > 0 {}
}

private func leaves(_ server: ServerUnderTest) async throws {
  let client = try ZooKeeperClient(server.configuration())
  try await client.create("/mine", mode: .ephemeral)
  try await client.create("/a")
  let watched = try await client.getAndWatch("/a")
  var lasting = client.changes(at: "/a").makeAsyncIterator()
  try await client.sync()
  #expect(client.metrics.watches == 2)
  await client.close()
  let metrics = client.metrics
  #expect(metrics.requestsInFlight == 0 && metrics.requestsQueued == 0 && metrics.watches == 0)
  await expectFailure(.closed) { try await watched.changes.untilEnd() }
  await expectFailure(.closed) { try await lasting.next() }
  // The server closes the connection after its last word, and forgets its watches then. What is
  // left is whoever made the scenario's root, and whoever asks this.
  while try await !server.answer(to: .wchs).contains("Total watches:0") {
    try Task.checkCancellation()
  }
  while try await ServerProbe().status(of: server.address).connections > 2 {}
  while await server.proxy.connectionCount() > 0 {}
}
