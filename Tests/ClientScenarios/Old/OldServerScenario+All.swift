import Testing
import ZooKeeper

extension OldServerScenario {
  package static let all = [
    OldServerScenario("what all releases have works on an old one", does),
    OldServerScenario("a lack is found out once", remembers),
    OldServerScenario("one-shot watches fire, and are let go", watches),
    OldServerScenario("listeners share the one watch of a node that a server keeps", shares),
    OldServerScenario("what an old server lacks is a clear error", lacks),
    OldServerScenario("an error costs at most a connection, and others are not harmed", survives),
  ]
}

extension OldServerScenario: CustomTestStringConvertible {
  package var testDescription: String { name }
}

private func does(_ server: OldServerUnderTest) async throws {
  try await server.withClient { zk, log in
    let created = try await zk.create("/node", "one")
    #expect(created.path == "/node")
    let sequential = try await zk.create("/node/s-", mode: .ephemeralSequential)
    #expect(sequential.path == "/node/s-0000000000")
    #expect(try await zk.get("/node").text == "one")
    #expect(try await zk.stat(sequential.path)?.czxid == sequential.czxid)
    #expect(try await zk.children(of: "/node").names == ["s-0000000000"])
    let results = try await zk.transaction([
      .check("/node"), .create("/node/t", "x"), .set("/node", to: "two"), .delete("/node/t"),
    ])
    #expect(results.count == 4)
    #expect(try await zk.update("/node") { _ in "three" } != nil)
    try await zk.create("/a/b/c", parents: .create)
    #expect(try await zk.deleteTree("/a") == 3)
    // 3.4 does not know how to create and tell the stat: one connection is the price of finding
    // out, and no second one.
    #expect(log.lostConnections <= (server.release == .v34 ? 1 : 0))
  }
}

private func remembers(_ server: OldServerUnderTest) async throws {
  try await server.withClient { zk, log in
    // 3.4 answers a transaction with a step that it cannot read, and does not hang up.
    let results = try await zk.transaction([.create("/t"), .create("/t/a", "x")])
    #expect(results.map { $0.created?.path } == ["/t", "/t/a"])
    #expect(log.lostConnections == 0)
    for number in 0..<5 {
      let created = try await zk.create("/t/n-", mode: .persistentSequential)
      #expect(created.path == ZNodePath("/t/n-000000000\(number + 1)"))
      #expect((created.stat == nil) == (server.release == .v34))
    }
    for pending in zk.pipeline([.create("/t/p"), .create("/t/p/q")]) {
      let created = try await pending.value.created
      #expect(created?.path.parent != nil)
    }
    #expect(log.lostConnections <= (server.release == .v34 ? 1 : 0))
    #expect(try await zk.stat("/t")?.numChildren == 7)
  }
}

private func watches(_ server: OldServerUnderTest) async throws {
  try await server.withClient { zk, log in
    try await zk.create("/watched", "one")
    let watched = try await zk.getAndWatch("/watched")
    try await zk.set("/watched", to: "two")
    // Servers before 3.9 do not say which change it was.
    let changes = try await watched.changes.untilEnd()
    #expect(changes == [WatchChange(.dataChanged, at: "/watched")])
    let before = log.lostConnections
    for _ in 0..<5 {
      _ = try await zk.childrenAndWatch(of: "/watched")
      try await zk.sync()
    }
    _ = try await zk.get("/watched")
    // 3.4 does not know how to remove a watch, and is asked once.
    #expect(log.lostConnections - before <= (server.release == .v34 ? 1 : 0))
  }
}

private func shares(_ server: OldServerUnderTest) async throws {
  // Before 3.6 no watch lasts.
  if server.release == .v34 { return }
  try await server.withClient { zk, _ in
    try await zk.create("/node")
    try await zk.withChanges(at: "/node", .subtree) { subtree in
      try await zk.withChanges(at: "/node") { node in
        _ = try await zk.getAndWatch("/node")
        try await zk.create("/node/child")
        try await zk.set("/node", to: "x")
        try await zk.delete("/node/child")
        var heard = node.makeAsyncIterator()
        #expect(
          heard.takeAll().map(\.kind) == [.childrenChanged, .dataChanged, .childrenChanged])
        heard = subtree.makeAsyncIterator()
        #expect(heard.takeAll().map(\.kind) == [.created, .dataChanged, .deleted])
      }
    }
  }
}

private func lacks(_ server: OldServerUnderTest) async throws {
  try await server.withClient { zk, _ in
    try await zk.create("/here")
    #expect(try await code { _ = try await zk.whoAmI() } == .unimplemented)
    let oldest: ZooKeeperError.Code? = server.release == .v34 ? .unimplemented : nil
    for kind in WatchKind.allCases {
      #expect(try await code { try await zk.withChanges(at: "/here", kind) { _ in } } == oldest)
    }
    let container = try await code { _ = try await zk.create("/container", mode: .container) }
    #expect(container == oldest)
    #expect(try await code { _ = try await zk.multiRead([.get("/here")]) } == oldest)
    #expect(try await code { _ = try await zk.countDescendants(of: "/here") } == oldest)
    #expect(try await code { _ = try await zk.ephemerals() } == oldest)
    // And the client goes on.
    try await zk.set("/here", to: "still")
    #expect(try await zk.get("/here").text == "still")
  }
}

private func survives(_ server: OldServerUnderTest) async throws {
  try await server.withClient { zk, log in
    try await zk.create("/counter", "0")
    try await zk.create("/mine", mode: .ephemeral)
    let before = log.lostConnections
    let session = zk.session
    let asked = 10
    for number in 1...asked {
      #expect(try await code { _ = try await zk.whoAmI() } == .unimplemented)
      try await zk.set("/counter", to: "\(number)")
    }
    #expect(log.lostConnections - before <= asked)
    #expect(try await zk.get("/counter").number == asked)
    #expect(zk.session == session && zk.metrics.renewals == 0)
    #expect(try await zk.stat("/mine")?.ephemeralOwner == session)
  }
}

/// What a call is refused with, and that nothing happened; nil if it is not.
private func code(_ call: () async throws -> Void) async throws -> ZooKeeperError.Code? {
  do {
    try await call()
    return nil
  } catch let error as ZooKeeperError {
    #expect(error.outcome == .notApplied)
    return error.code
  }
}

extension EventLog {
  /// How often a connection was lost that was not given up.
  fileprivate var lostConnections: Int {
    count { event in
      if case .connectionLost(_, let cause, _, _) = event { cause != .closedHere } else { false }
    }
  }
}
