import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let expiries = [
    ClientScenario("a session that a server ended is followed by another", renews),
    ClientScenario("a client that is to end with its session does", endsWithSession),
    ClientScenario("what belongs to a lost session is not done in the next", failsBound),
    ClientScenario("a session that no server hears of ends on both sides", endsUnheard),
    ClientScenario("a client that has seen more than its servers know begins anew", beginsAnew),
    ClientScenario("it does so later if one of them cannot be reached", beginsAnewWithoutAll),
    ClientScenario("a ticket for a session that is gone is of no use", refusesOldTicket),
    ClientScenario("a ticket with another password is of no use", refusesForgedTicket),
  ]
}

private func renews(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withMortalClient {
    $0.onEvent = { log.append($0) }
  } _: { zk, ticket in
    try await zk.create("/mine", mode: .ephemeral)
    try await zk.create("/stays")
    try await server.expire(ticket)
    try await log.wait(for: \.isRenewal)
    let session = try #require(zk.session)
    #expect(session != ticket.session)
    #expect(log.all.contains(.sessionRenewed(from: ticket.session, to: session, because: .expired)))
    #expect(log.all.contains(.stateChanged(.connecting)))
    #expect(try await zk.stat("/mine") == nil)
    try await zk.create("/mine", mode: .ephemeral)
    #expect(try await zk.stat("/mine")?.ephemeralOwner == session)
    #expect(try await zk.stat("/stays") != nil)
    #expect(zk.metrics.renewals == 1)
    // Whoever comes back to the new session is not told again how it began.
    await server.proxy.cut()
    try await log.wait(for: \.isResumption)
    #expect(try await zk.stat("/mine") != nil)
    #expect(log.count(\.isRenewal) == 1)
  }
}

private func endsWithSession(_ server: ServerUnderTest) async throws {
  try await server.withMortalClient {
    $0.onExpiry = .end
  } _: { zk, ticket in
    try await server.expire(ticket)
    for await state in zk.states where state == .ended(.expired) { break }
    await expectFailure(.sessionExpired) { try await zk.get("/") }
    await expectFailure(.sessionExpired) { try await zk.untilConnected() }
    await expectFailure(.sessionExpired) { try await zk.run() }
    #expect(zk.session == nil)
  }
}

private func failsBound(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withMortalClient {
    $0.onEvent = { log.append($0) }
  } _: { zk, ticket in
    await server.proxy.refuse()
    await server.proxy.cut()
    try await log.wait(for: \.isLoss)
    let pending = zk.pipeline([
      .create("/e", mode: .ephemeral), .create("/p"), .create("/s-", mode: .ephemeralSequential),
      .get("/p"),
    ])
    async let transaction = zk.transaction([.create("/t"), .create("/te", mode: .ephemeral)])
    try await waitWhile { zk.metrics.requestsQueued < 5 }
    try await server.expire(ticket)
    await expectFailure(.sessionExpired) { try await pending[0].value }
    await expectFailure(.sessionExpired) { try await pending[2].value }
    #expect(try await pending[1].value.created?.path == "/p")
    #expect(try await pending[3].value.node?.text == "")
    do {
      Issue.record("a transaction of another session went well: \(try await transaction)")
    } catch let error as TransactionError {
      #expect(error.code == .sessionExpired && error.outcome == .notApplied)
    }
    #expect(try await zk.children(of: .root).names == ["p"])
  }
}

private func endsUnheard(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withWitness { witness in
    try await server.withClient { configuration in
      configuration.sessionTimeout = .seconds(2)
      configuration.onEvent = { log.append($0) }
    } _: { zk in
      try await zk.create("/mine", mode: .ephemeral)
      let old = try #require(zk.session)
      let watched = try await witness.statAndWatch("/mine")
      await server.proxy.stall()
      #expect(try await watched.changes.untilEnd().map(\.kind) == [.deleted])
      for await state in zk.states where state.session != old { break }
      await server.proxy.resume()
      try await log.wait(for: \.isRenewal)
      let new = try #require(zk.session)
      #expect(log.all.contains(.sessionRenewed(from: old, to: new, because: .expiredUnheard)))
      try await zk.create("/mine", mode: .ephemeral)
    }
  }
}

private func beginsAnew(_ server: ServerUnderTest) async throws {
  let servers = server.proxy.connectString
  try await beginsAnew(server, by: servers, because: .serversBehind)
}

// The session might live on at the server that is away, but whoever has lost it has no more to
// wait for. Nobody listens at the first port of all.
private func beginsAnewWithoutAll(_ server: ServerUnderTest) async throws {
  let servers = "127.0.0.1:1,\(server.proxy.connectString)"
  try await beginsAnew(server, by: servers, because: .expiredUnheard)
}

private func beginsAnew(
  _ server: ServerUnderTest, by servers: String, because end: SessionEnd
) async throws {
  let log = EventLog()
  let lastSeen = Zxid(rawValue: 0x7FFF_0000_0000_0000)
  let ticket = try await server.leftSession(havingSeen: lastSeen)
  let list = try ServerList(validating: servers + server.root.text)
  try await server.withClient { configuration in
    configuration.servers = list
    configuration.resume = ticket
    configuration.sessionTimeout = .seconds(2)
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    // The server hangs up on it without a word, as long as it insists.
    try await zk.create("/a")
    let session = try #require(zk.session)
    #expect(log.all.contains(.serversBehind(lastSeen: lastSeen)))
    #expect(
      log.all.contains(.sessionRenewed(from: ticket.session, to: session, because: end)))
    #expect(zk.metrics.renewals == 1)
  }
}

private func refusesOldTicket(_ server: ServerUnderTest) async throws {
  let ticket = try await server.leftSession()
  try await server.expire(ticket)
  try await server.withClient { configuration in
    configuration.resume = ticket
    configuration.onExpiry = .end
  } _: { zk in
    await expectFailure(.sessionExpired) { try await zk.untilConnected() }
    #expect(zk.state == .ended(.expired))
  }
  try await server.withClient {
    $0.resume = ticket
  } _: { zk in
    try await zk.create("/a")
    #expect(zk.session != ticket.session)
  }
}

private func refusesForgedTicket(_ server: ServerUnderTest) async throws {
  let ticket = try await server.leftSession()
  let text = ticket.textRevealingPassword()
  let last = text.hasSuffix("0") ? "1" : "0"
  let forged = try SessionTicket(textRevealingPassword: text.dropLast() + last)
  #expect(forged.session == ticket.session && forged != ticket)
  try await server.withClient { configuration in
    configuration.resume = forged
    configuration.onExpiry = .end
  } _: { zk in
    await expectFailure(.sessionExpired) { try await zk.get("/") }
    await expectFailure(.sessionExpired) { try await zk.run() }
    #expect(zk.state == .ended(.expired))
  }
  // The owner's own ticket is as good as before.
  try await server.withClient {
    $0.resume = ticket
  } _: { zk in
    try await zk.untilConnected()
    #expect(zk.session == ticket.session)
  }
}
