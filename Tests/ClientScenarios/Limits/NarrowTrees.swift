import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let narrowTrees = [
    ClientScenario("trees are walked, deleted and created when a full outbox waits", waits),
    ClientScenario("trees are walked and deleted when a full outbox refuses", refuses),
  ]
}

private func waits(_ server: ServerUnderTest) async throws {
  try await withFullOutbox(server, whenFull: .wait) { zk in
    let create = Task { try await zk.create("/new/a/b", "x", parents: .create) }
    try await walkAndDelete(zk, server)
    #expect(try await create.value.path == "/new/a/b")
    #expect(try await zk.get("/new/a/b").text == "x")
  }
}

private func refuses(_ server: ServerUnderTest) async throws {
  try await withFullOutbox(server, whenFull: .refuse) { zk in
    // It begins with a request like any other.
    await expectFailure(.overloaded) { try await zk.create("/new/a/b", parents: .create) }
    try await walkAndDelete(zk, server)
    #expect(try await zk.stat("/new") == nil)
    #expect(try await zk.create("/new/a/b", parents: .create).path == "/new/a/b")
  }
}

private let inFlightMax = 4
private let branches = 10
private let leaves = 20

/// A client that may have few requests on the way and few that wait, with both used up, and trees
/// at /walked and /deleted. Nothing gets through.
private func withFullOutbox(
  _ server: ServerUnderTest, whenFull: ClientConfiguration.FullOutboxRule,
  _ body: (ZooKeeperClient) async throws -> Void
) async throws {
  try await server.withWitness { witness in
    for top in ["/walked", "/deleted"] {
      let inner = (0..<branches).map { "\(top)/\($0)" }
      let outer = inner.flatMap { branch in (0..<leaves).map { "\(branch)/\($0)" } }
      let steps = ([top] + inner + outer).map { Step.create(ZNodePath($0)) }
      for pending in witness.pipeline(steps) { _ = try await pending.value }
    }
  }
  try await server.withClient { configuration in
    configuration.limits.inFlightMax = inFlightMax
    configuration.limits.frameBytesMax = 1_024
    configuration.limits.outboxBytesMax = 1_024
    configuration.whenFull = whenFull
  } _: { zk in
    try await zk.untilConnected()
    await server.proxy.stall()
    while zk.metrics.requestsInFlight < inFlightMax {
      _ = zk.pipeline([.stat("/walked")])
      await Task.yield()
    }
    let pending = zk.pipeline(Array(repeating: .stat("/walked"), count: 10))
    await expectFailure(.overloaded) { try await pending[9].value }
    try await body(zk)
    #expect(try await pending[0].value.stat?.numChildren == Int32(branches))
  }
}

/// What takes many requests needs no room for them: it makes few at a time, and could not wait.
private func walkAndDelete(_ zk: ZooKeeperClient, _ server: ServerUnderTest) async throws {
  let queued = zk.metrics.requestsQueued
  let walk = Task {
    var count = 0
    for try await _ in zk.walk("/walked") { count += 1 }
    return count
  }
  let deletion = Task { try await zk.deleteTree("/deleted") }
  while zk.metrics.requestsQueued < queued + 2 { await Task.yield() }
  #expect(zk.metrics.requestsInFlight == inFlightMax)
  await server.proxy.resume()
  let nodes = 1 + branches + branches * leaves
  #expect(try await walk.value == nodes)
  #expect(try await deletion.value == nodes)
  #expect(try await zk.stat("/deleted") == nil)
}
