import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let leases = [
    ClientScenario("a lease is certain for as long as servers confirm it", lasts),
    ClientScenario("a lease is lost when somebody deletes its node", endsWithNode),
    ClientScenario("a lease hears of it at once that its node was deleted", hearsAtOnce),
    ClientScenario("a lease whose node is changed is told of a later deletion", hearsLater),
    ClientScenario("a lease is lost when a server ends its session", endsWithLeasedSession),
    ClientScenario("a lease is lost before a server gives its node to others", endsUnproven),
    ClientScenario("a lease moves to another node in one change, and stays the same", moves),
    ClientScenario("a lease that cannot move stays where it is", staysWhereItIs),
    ClientScenario("a lease that is released has no node any more", releases),
    ClientScenario(
      "a lease that is released without a connection goes when there is one", releasesLater),
    ClientScenario("the last copy of a lease takes its node along", goesWithLastCopy),
    ClientScenario("a node of another session is nobody's lease", refusesForeignNode),
    ClientScenario("steps of a lease are done while it is there, and not later", fencesSteps),
    ClientScenario("a deletion that was promised survives a lost connection", keepsPromise),
    ClientScenario("a promise to delete one's own spares what is somebody else's", sparesOthers),
    ClientScenario("a node whose creation got no answer is found and deleted", deletesLostNode),
  ]
}

extension ZooKeeperClient {
  fileprivate func leaseNode(_ path: ZNodePath = "/mine") async throws -> Lease {
    let beginning = ContinuousClock.now
    return try lease(on: try await create(path, mode: .ephemeral), provenAt: beginning)
  }
}

private func lasts(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.sessionTimeout = .seconds(8)
  } _: { zk in
    let lease = try await zk.leaseNode()
    let first = lease.deadline
    // The first deadline passes, and the lease is as certain as it was.
    while ContinuousClock.now < first { try await zk.wait(for: .milliseconds(20)) }
    try lease.check()
    #expect(lease.deadline > first)
    #expect(lease.session == zk.session)
    #expect(try await zk.stat("/mine")?.czxid.rawValue == lease.token.rawValue)
    try await lease.release()
  }
}

private func endsWithNode(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.sessionTimeout = .seconds(8)
  } _: { zk in
    let lease = try await zk.leaseNode()
    try await zk.delete("/mine")
    await lease.untilLost()
    let error = #expect(throws: ZooKeeperError.self) { try lease.check() }
    #expect(error?.code == .leaseLost && error?.detail == "its node was deleted")
    await expectFailure(.leaseLost) { try await lease.release() }
  }
}

private func hearsAtOnce(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.sessionTimeout = .seconds(40)
  } _: { zk in
    try await zk.sync()
    let before = zk.metrics.requestsAnswered
    let lease = try await zk.leaseNode()
    try await waitWhile { try await !server.isWatched("/mine") }
    #expect(zk.metrics.watches == 0)
    try await zk.delete("/mine")
    await lease.untilLost()
    // Created, watched and deleted: no proof was asked for.
    #expect(zk.metrics.requestsAnswered - before == 3)
    try await server.waitUntilUnwatched("/mine")
  }
}

private func hearsLater(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.sessionTimeout = .seconds(20)
  } _: { zk in
    let lease = try await zk.leaseNode()
    for turn in 0..<2 {
      try await waitWhile { try await !server.isWatched("/mine") }
      if turn == 1 {
        await server.proxy.cut()
        try await waitWhile { zk.metrics.reconnects == 0 }
      }
      try await zk.set("/mine", to: "changed")
      try lease.check()
    }
    try await waitWhile { try await !server.isWatched("/mine") }
    try await lease.move(to: "/mine-too")
    try await waitWhile { try await !server.isWatched("/mine-too") }
    try lease.check()
    try await zk.delete("/mine-too")
    await lease.untilLost()
    try await server.waitUntilUnwatched("/mine-too")
  }
}

private func endsWithLeasedSession(_ server: ServerUnderTest) async throws {
  try await server.withMortalClient { zk, ticket in
    let lease = try await zk.leaseNode()
    try await server.expire(ticket)
    await lease.untilLost()
    let error = #expect(throws: ZooKeeperError.self) { try lease.check() }
    #expect(error?.code == .leaseLost && error?.detail == "its session ended")
  }
}

private func endsUnproven(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.sessionTimeout = .seconds(2)
  } _: { zk in
    try await server.withWitness { witness in
      let lease = try await zk.leaseNode()
      let watched = try await witness.statAndWatch("/mine")
      await server.proxy.stall()
      #expect(try await watched.changes.untilEnd().map(\.kind) == [.deleted])
      // However late this is read: the clock decides.
      #expect(!lease.isHeld)
      let error = #expect(throws: ZooKeeperError.self) { try lease.check() }
      #expect(error?.detail == "no server confirmed it in time")
      await expectFailure(.leaseLost) { try await lease.release() }
      await server.proxy.resume()
    }
  }
}

private func moves(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.sessionTimeout = .seconds(8)
  } _: { zk in
    let lease = try await zk.leaseNode()
    let (copy, token, first) = (lease, lease.token, lease.deadline)
    let watched = try await zk.statAndWatch("/mine")
    try await lease.move(to: "/mine-too", "moved")
    #expect(try await watched.changes.untilEnd().map(\.kind) == [.deleted])
    #expect(copy.path == "/mine-too" && copy.isHeld && copy.token == token)
    #expect(try await zk.get("/mine-too").text == "moved")
    try await lease.transaction([.create("/proof")])
    // It is proven where it is now, beyond the first deadline.
    while ContinuousClock.now < first { try await zk.wait(for: .milliseconds(20)) }
    try lease.check()
    try await zk.delete("/mine-too")
    await lease.untilLost()
    await expectFailure(.leaseLost) { try await lease.move(to: "/mine") }
    #expect(try await zk.stat("/mine") == nil)
  }
}

private func staysWhereItIs(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let lease = try await zk.leaseNode()
    try await zk.create("/taken")
    await expectFailure(.nodeExists) { try await lease.move(to: "/taken") }
    await expectFailure(.noNode) { try await lease.move(to: "/nowhere/mine") }
    #expect(lease.path == "/mine")
    try await lease.release()
    #expect(try await zk.stat("/mine") == nil)
  }
}

private func releases(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let lease = try await zk.leaseNode()
    try await lease.release()
    #expect(try await zk.stat("/mine") == nil)
    #expect(!lease.isHeld)
    await lease.untilLost()
    await expectFailure(.leaseLost) { try await lease.release() }
  }
}

private func releasesLater(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    let lease = try await zk.leaseNode()
    await server.proxy.refuse()
    await server.proxy.cut()
    try await log.wait(for: \.isLoss)
    async let release: Void = lease.release()
    try await waitWhile { lease.isHeld }
    await server.proxy.admit()
    try await release
    #expect(try await server.shows("/mine") == false)
  }
}

private func goesWithLastCopy(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    _ = try await zk.leaseNode()
    #expect(try await zk.stat("/mine") == nil)
  }
}

private func refusesForeignNode(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { owner, other in
    let created = try await owner.create("/mine", mode: .ephemeral)
    await expectFailure(.leaseLost) { _ = try other.lease(on: created, provenAt: .now) }
    let persistent = try await owner.create("/everybodys")
    await expectFailure(.leaseLost) { _ = try owner.lease(on: persistent, provenAt: .now) }
  }
}

private func fencesSteps(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/counter", "0")
    let lease = try await zk.leaseNode()
    let results = try await lease.transaction([.set("/counter", to: "1"), .check("/counter")])
    #expect(results.count == 2)
    do {
      try await lease.transaction([.set("/counter", to: "2"), .delete("/nowhere")])
      Issue.record("a step that cannot go well did")
    } catch let error as TransactionError {
      #expect(error.failedStep == 1 && error.code == .noNode)
    }
    try await zk.delete("/mine")
    do {
      try await lease.transaction([.set("/counter", to: "3")])
      Issue.record("a step without a lease was done")
    } catch let error as TransactionError {
      #expect(error.code == .leaseLost && error.outcome == .notApplied)
    }
    #expect(try await zk.get("/counter").text == "1")
  }
}

private func keepsPromise(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/mine", mode: .ephemeral)
    let watched = try await zk.statAndWatch("/mine")
    await server.proxy.refuse()
    await server.proxy.cut()
    try await log.wait(for: \.isLoss)
    zk.deleteEventually("/mine")
    zk.deleteEventually("/never-there")
    await server.proxy.admit()
    #expect(try await watched.changes.untilEnd().last?.kind == .deleted)
  }
}

private func sparesOthers(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/mine", mode: .ephemeral)
    try await zk.create("/nobodys")
    try await other.create("/theirs", mode: .ephemeral)
    try await zk.set("/mine", to: "of another version")
    for path in ["/nobodys", "/theirs", "/never-there", "/mine"] as [ZNodePath] {
      zk.deleteEventually(ifOwned: path)
    }
    while try await zk.stat("/mine") != nil {}
    let names = try await zk.children(of: .root).names
    #expect(Set(names) == ["nobodys", "theirs"])
  }
}

private func deletesLostNode(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let name = zk.makeUniqueName()
    #expect(name.utf8.count == 32 && name != zk.makeUniqueName())
    try await zk.create("/line")
    try await zk.create("/line/other-", mode: .ephemeralSequential)
    for _ in 0..<3 {
      let path = try ZNodePath(validating: "/line/\(name)-")
      try await zk.create(path, mode: .ephemeralSequential)
    }
    zk.deleteEventually(childrenOf: "/line", namePrefix: name)
    zk.deleteEventually(childrenOf: "/nowhere", namePrefix: name)
    while try await zk.children(of: "/line").names.count > 1 {}
    #expect(try await zk.children(of: "/line").names.map(\.text) == ["other-0000000000"])
  }
}
