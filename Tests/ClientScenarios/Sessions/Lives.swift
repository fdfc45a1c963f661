import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let lives = [
    ClientScenario("the server has the last word on a session's timeout", negotiates),
    ClientScenario("a client that says nothing keeps its session", keepsAlive),
    ClientScenario("closing takes a session's ephemeral nodes along at once", closes),
    ClientScenario("what was asked for before the end is still done", finishes),
    ClientScenario("a client that nobody holds closes its session", closesInPassing),
    ClientScenario("a task that runs a client closes it when it is cancelled", runs),
    ClientScenario("a detached session goes on in another client", handsOver),
    ClientScenario("whoever may read a server that cannot write is served as everybody", allows),
  ]
}

private func negotiates(_ server: ServerUnderTest) async throws {
  let granted = ServerUnderTest.sessionMilliseconds
  let requests: [(asked: Duration, granted: Duration)] = [
    (.milliseconds(1), .milliseconds(granted.lowerBound)), (.seconds(10), .seconds(10)),
    (.seconds(3_600), .milliseconds(granted.upperBound)),
  ]
  for request in requests {
    await server.proxy.refuse()
    try await server.withClient {
      $0.sessionTimeout = request.asked
    } _: { zk in
      // Nobody has been asked yet.
      #expect(zk.sessionTimeout == request.asked)
      await server.proxy.admit()
      try await zk.untilConnected()
      #expect(zk.sessionTimeout == request.granted)
    }
  }
}

private func keepsAlive(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient { configuration in
    configuration.sessionTimeout = .milliseconds(3_000)
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/mine", mode: .ephemeral)
    // Pings go out every third of the timeout, and the answer to one has 20 bytes: four of them
    // take longer than the session could live without.
    let before = zk.metrics.bytesReceived
    while zk.metrics.bytesReceived < before + 4 * 20 { _ = try await server.answer(to: .ruok) }
    #expect(log.count(\.isLoss) == 0)
    #expect(try await zk.stat("/mine")?.ephemeralOwner == zk.session)
  }
}

private func closes(_ server: ServerUnderTest) async throws {
  let client = try ZooKeeperClient(server.configuration())
  try await client.create("/mine", mode: .ephemeral)
  let session = try #require(client.session)
  #expect(client.state == .connected(session))
  #expect(try await server.shows("/mine"))
  await client.close()
  #expect(client.state == .ended(.closed))
  #expect(try await !server.shows("/mine"))
  await expectFailure(.closed) { try await client.get("/") }
  await expectFailure(.closed) { try await client.untilConnected() }
  await expectFailure(.closed) { try await client.pipeline([.get("/")])[0].value }
  await expectFailure(.closed) { try await client.authenticate(.digest(user: "a", password: "")) }
  // Once more does no harm, and neither does leaving what is no more.
  await client.close()
  #expect(await client.detach() == nil)
}

private func finishes(_ server: ServerUnderTest) async throws {
  let client = try ZooKeeperClient(server.configuration())
  try await client.untilConnected()
  let pending = client.pipeline((1...200).map { .create(ZNodePath("/\($0)")) })
  async let closed: Void = client.close()
  for (index, answer) in pending.enumerated() {
    #expect(try await answer.value.created?.path == ZNodePath("/\(index + 1)"))
  }
  await closed
}

private func closesInPassing(_ server: ServerUnderTest) async throws {
  try await server.withWitness { witness in
    var client: ZooKeeperClient? = try ZooKeeperClient(server.configuration())
    try await client?.create("/mine", mode: .ephemeral)
    let watched = try await witness.statAndWatch("/mine")
    #expect(watched.value?.ephemeralOwner == client?.session)
    client = nil
    #expect(try await watched.changes.untilEnd().map(\.kind) == [.deleted])
  }
}

private func runs(_ server: ServerUnderTest) async throws {
  let client = try ZooKeeperClient(server.configuration())
  try await withThrowingTaskGroup { group in
    group.addTask { try await client.run() }
    try await client.create("/mine", mode: .ephemeral)
    group.cancelAll()
    try await group.waitForAll()
  }
  #expect(client.state == .ended(.closed))
  #expect(try await !server.shows("/mine"))
  // Whoever runs a client that has been closed by others has nothing to complain about.
  try await client.run()
}

private func handsOver(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  let client = try ZooKeeperClient(server.configuration())
  try await client.create("/mine", mode: .ephemeral)
  let ticket = try #require(await client.detach())
  #expect(client.state == .ended(.detached))
  await expectFailure(.closed) { try await client.get("/") }
  let text = ticket.textRevealingPassword()
  let handedOver = try SessionTicket(textRevealingPassword: text)
  try await server.withClient { configuration in
    configuration.resume = handedOver
    configuration.onEvent = { log.append($0) }
  } _: { successor in
    try await successor.untilConnected()
    #expect(successor.session == ticket.session)
    #expect(try await successor.ephemerals() == ["/mine"])
    #expect(log.count(\.isResumption) > 0)
  }
  #expect(try await !server.shows("/mine"))
}

private func allows(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.allowsReadOnly = true
  } _: { zk in
    try await zk.create("/a")
    let session = try #require(zk.session)
    #expect(zk.state == .connected(session))
  }
}
