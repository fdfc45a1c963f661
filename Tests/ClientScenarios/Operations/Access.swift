import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let access = [
    ClientScenario("only who shows the credentials may do what they allow", keepsOut),
    ClientScenario("credentials are shown again after a reconnect", provesAgain),
    ClientScenario("credentials that come later count from then on", authenticatesLater),
    ClientScenario("a scheme that no server knows is refused, and the client goes on", goesOn),
    ClientScenario("a client that must have a scheme no server knows ends", endsUnproven),
  ]
}

private let alice = Credential.digest(user: "alice", password: "rabbit")

private func keepsOut(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.credentials = [alice]
  } _: { zk in
    try await zk.create("/own", "secret", acl: .creatorAll)
    try await zk.create("/shown", "open", acl: .readOnly)
    let identities = try await zk.whoAmI()
    let digest = try #require(identities.first { $0.scheme == "digest" })
    #expect(digest.id.hasPrefix("alice"))
    let acl = try await zk.acl(of: "/own").acl
    #expect(acl.entries.count == 1)
    #expect(acl.entries.first?.permissions == .all)
    #expect(acl.entries.first?.identity.id.hasPrefix("alice:") == true)
    #expect(try await zk.get("/own").text == "secret")
    await expectFailure(.noAuth) { try await zk.set("/shown", to: "changed") }
  }
  try await server.withClient { other in
    let identities = try await other.whoAmI()
    #expect(identities.map(\.scheme) == ["ip"])
    let error = await expectFailure(.noAuth) { try await other.get("/own") }
    #expect(error?.path == "/own")
    await expectFailure(.noAuth) { try await other.set("/own", to: "x") }
    await expectFailure(.noAuth) { try await other.setACL(of: "/own", to: .open) }
    #expect(try await other.get("/shown").text == "open")
    await expectFailure(.invalidACL) { try await other.create("/x", acl: .creatorAll) }
  }
}

private func provesAgain(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient { configuration in
    configuration.credentials = [alice]
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.authenticate(.digest(user: "bob", password: "dodo"))
    try await zk.create("/own", "secret", acl: .creatorAll)
    await server.proxy.cut()
    try await log.wait(for: \.isResumption)
    #expect(try await zk.get("/own").text == "secret")
    let names = try await zk.whoAmI().filter { $0.scheme == "digest" }.map(\.id)
    #expect(names.count == 2)
  }
}

private func authenticatesLater(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.credentials = [alice]
  } _: { zk in
    try await zk.create("/own", "secret", acl: .creatorAll)
  }
  try await server.withClient { zk in
    await expectFailure(.noAuth) { try await zk.get("/own") }
    try await zk.authenticate(alice)
    #expect(try await zk.get("/own").text == "secret")
  }
}

private func goesOn(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/mine", mode: .ephemeral)
    let session = zk.session
    let stranger = Credential(scheme: "handshake", secret: Secret("open sesame"))
    let error = await expectFailure(.authFailed) { try await zk.authenticate(stranger) }
    #expect(error?.description.contains("sesame") == false)
    // The server hangs up on it; the session goes on without.
    #expect(try await zk.stat("/mine")?.ephemeralOwner == session)
    #expect(zk.session == session)
  }
}

private func endsUnproven(_ server: ServerUnderTest) async throws {
  try await server.withClient { configuration in
    configuration.credentials = [Credential(scheme: "handshake", secret: Secret("open sesame"))]
  } _: { zk in
    await expectFailure(.authFailed) { try await zk.get("/") }
    for await state in zk.states where state == .ended(.authenticationFailed(scheme: "handshake")) {
      break
    }
    await expectFailure(.authFailed) { try await zk.get("/") }
    await expectFailure(.authFailed) { try await zk.untilConnected() }
  }
}
