import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let watchesAndLoss = [
    ClientScenario("a lasting watch tells of a gap after a reconnect, and goes on", tellsOfGap),
    ClientScenario("a one-shot watch hears after a reconnect what it missed", catchesUp),
    ClientScenario("a one-shot watch that missed nothing waits on", waitsOn),
    ClientScenario("thousands of watches are left again after a reconnect", restoresMany),
    ClientScenario("watches outlive their session, with a gap", outliveSession),
    ClientScenario("streams end with their client", endWithClient),
  ]
}

/// Keeps a client away while something happens that it cannot hear of.
private func whileAway<Result>(
  _ server: ServerUnderTest, _ log: EventLog, _ body: () async throws -> Result
) async throws {
  await server.proxy.refuse()
  await server.proxy.cut()
  try await log.wait(for: \.isLoss)
  _ = try await body()
  await server.proxy.admit()
  try await log.wait(for: \.isResumption)
}

private func tellsOfGap(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a")
    try await zk.withChanges(at: "/a") { node in
      try await zk.withChanges(at: "/a", .subtree) { subtree in
        try await whileAway(server, log) {
          try await server.withWitness { _ = try await $0.set("/a", to: "unheard") }
        }
        try await zk.set("/a", to: "heard")
        for changes in [node, subtree] {
          let seen = try await changes.next(2)
          #expect(seen.map(\.kind) == [.gap(.reconnected), .dataChanged])
          #expect(seen[0].path == "/a")
        }
        #expect(log.all.contains(.changesMissed(watches: 2)))
      }
    }
  }
}

private func catchesUp(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    for path in ["/set", "/gone", "/parent"] as [ZNodePath] { try await zk.create(path) }
    let set = try await zk.getAndWatch("/set")
    let gone = try await zk.getAndWatch("/gone")
    let absent = try await zk.statAndWatch("/absent")
    let parent = try await zk.childrenAndWatch(of: "/parent")
    try await whileAway(server, log) {
      try await server.withWitness { witness in
        try await witness.set("/set", to: "x")
        try await witness.delete("/gone")
        try await witness.create("/absent")
        try await witness.create("/parent/child")
      }
    }
    // The server only sees that something happened, and not which change it was.
    #expect(try await set.changes.untilEnd() == [WatchChange(.dataChanged, at: "/set")])
    #expect(try await gone.changes.untilEnd() == [WatchChange(.deleted, at: "/gone")])
    // It might have come and gone before, and left nothing to be seen.
    let gap = WatchChange(.gap(.reconnected), at: "/absent")
    #expect(try await absent.changes.untilEnd() == [gap, WatchChange(.created, at: "/absent")])
    #expect(try await parent.changes.untilEnd() == [WatchChange(.childrenChanged, at: "/parent")])
    #expect(zk.metrics.watches == 0)
  }
}

private func waitsOn(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a")
    let data = try await zk.getAndWatch("/a")
    let absent = try await zk.statAndWatch("/absent")
    let children = try await zk.childrenAndWatch(of: "/a")
    try await whileAway(server, log) {}
    let child = try await zk.create("/a/b")
    let set = try await zk.set("/a", to: "x")
    let created = try await zk.create("/absent")
    // Had anything happened, the server would have said so, except of a node that came and went.
    let gap = WatchChange(.gap(.reconnected), at: "/absent")
    #expect(
      try await data.changes.untilEnd() == [server.change(.dataChanged, "/a", set.mzxid)])
    #expect(
      try await absent.changes.untilEnd()
        == [gap, server.change(.created, "/absent", created.czxid)])
    #expect(
      try await children.changes.untilEnd()
        == [server.change(.childrenChanged, "/a", child.czxid)])
  }
}

private func restoresMany(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  let count = 5_000
  let name = String(repeating: "x", count: 50)
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    var watched: [WatchStream] = []
    try await withThrowingTaskGroup { group in
      for number in 0..<count {
        group.addTask { try await zk.statAndWatch(ZNodePath("/\(name)\(number)")).changes }
      }
      for try await stream in group { watched.append(stream) }
    }
    try await whileAway(server, log) {}
    try await log.wait { event in
      guard case .watchesRestored(let restored, let bytes) = event else { return false }
      // More than one batch of 128 KiB.
      return restored == count && bytes > 2 * 128 * 1024
    }
    try await zk.sync()
    #expect(try await server.answer(to: .wchs).contains("Total watches:\(count)"))
    try await zk.create(ZNodePath("/\(name)\(count - 1)"))
    #expect(zk.metrics.watches == count - 1)
    watched = []
    try await zk.sync()
    #expect(try await server.answer(to: .wchs).contains("Total watches:0"))
  }
}

private func outliveSession(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withMortalClient {
    $0.onEvent = { log.append($0) }
  } _: { zk, ticket in
    try await zk.create("/a")
    let once = try await zk.getAndWatch("/a")
    try await zk.withChanges(at: "/a") { changes in
      try await server.expire(ticket)
      try await log.wait(for: \.isRenewal)
      try await zk.set("/a", to: "x")
      #expect(try await changes.next(2).map(\.kind) == [.gap(.newSession), .dataChanged])
      #expect(try await once.changes.untilEnd().map(\.kind) == [.gap(.newSession), .dataChanged])
    }
  }
}

private func endWithClient(_ server: ServerUnderTest) async throws {
  let client = try ZooKeeperClient(server.configuration())
  try await client.create("/a")
  let once = try await client.getAndWatch("/a")
  var lasting = client.changes(at: "/a").makeAsyncIterator()
  try await client.sync()
  await client.close()
  await expectFailure(.closed) { try await once.changes.untilEnd() }
  await expectFailure(.closed) { try await lasting.next() }
  #expect(client.metrics.watches == 0)
  #expect(try await !server.isWatched("/a"))
}
