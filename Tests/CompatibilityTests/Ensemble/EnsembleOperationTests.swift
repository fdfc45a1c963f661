import Testing
import ZooKeeper
import ZooKeeperTesting

extension EnsembleTests.Debian {
  @Test(
    "every operation does through any member what it does through the others",
    .timeLimit(.minutes(1)), arguments: [ApacheRole.leader, .follower, .observer])
  func operations(_ role: ApacheRole) async throws {
    let ensemble = try await BesideEnsemble.whole()
    let leader = try await ensemble.waitForLeader()
    let member = try #require(await ensemble.members(as: role).first)
    let other = role == .leader ? ensemble.members.first { $0.id != leader.id } : leader
    try await withZooKeeper(ClientConfiguration(members: [member])) { zk in
      try await withZooKeeper(ClientConfiguration(members: [try #require(other)])) { witness in
        let root = try await zk.create("/operations-", mode: .persistentSequential).path
        let play = Operations(zk: zk.scoped(to: root), witness: witness.scoped(to: root))
        try await play.nodes()
        try await play.kinds()
        try await play.trees()
        try await play.transactions()
        try await play.watches()
        try await play.identities()
        #expect(Set(try await zk.ensemble().members.map(\.id)) == Set(ensemble.members.map(\.id)))
        #expect(try await zk.deleteTree(root) > 0)
        try await witness.sync()
        #expect(try await witness.stat(root) == nil)
      }
    }
  }
}

/// What a client does at one member, and what one at another member sees of it.
private struct Operations {
  let zk: ZooKeeperClient
  let witness: ZooKeeperClient

  func nodes() async throws {
    let created = try await zk.create("/a", "0")
    #expect(created.czxid == created.stat?.czxid)
    try await witness.sync()
    #expect(try await witness.get("/a") == zk.get("/a"))
    try await zk.set("/a", to: "1", ifVersion: created.stat?.version)
    await expectFailure(.badVersion) {
      try await zk.set("/a", to: "2", ifVersion: created.stat?.version)
    }
    try await zk.createOrSet("/a", "2")
    try await zk.update("/a") { node in node?.text.map { "\($0)3" } }
    try await zk.setACL(of: "/a", to: .readOnly)
    await expectFailure(.noAuth) { try await zk.set("/a", to: "4") }
    try await witness.sync()
    #expect(try await witness.get("/a").text == "23")
    #expect(try await witness.acl(of: "/a").acl == .readOnly)
    #expect(try await witness.stat("/a")?.aversion == zk.stat("/a")?.aversion)
    try await zk.delete("/a")
    try await witness.sync()
    await expectFailure(.noNode) { try await witness.get("/a") }
  }

  func kinds() async throws {
    try await zk.create("/kinds")
    let minute = try #require(TimeToLive(milliseconds: 60_000))
    let modes: [CreateMode] = [
      .persistent, .persistentSequential, .ephemeral, .ephemeralSequential, .container,
      .timeToLive(minute), .timeToLiveSequential(minute),
    ]
    var names: Set<ZNodeName> = []
    for (number, mode) in modes.enumerated() {
      let path = try ZNodePath(validating: "/kinds/\(number)-")
      names.insert(try #require(try await zk.create(path, mode: mode).path.name))
    }
    try await witness.sync()
    #expect(Set(try await witness.children(of: "/kinds").names) == names)
    #expect(try await zk.ephemerals().count == 2)
    #expect(try await witness.ephemerals().isEmpty)
  }

  func trees() async throws {
    try await zk.create("/tree/of/nodes", parents: .create)
    var paths: [ZNodePath] = []
    for try await node in witness.walk("/tree") { paths.append(node.path) }
    #expect(paths == ["/tree", "/tree/of", "/tree/of/nodes"])
    #expect(try await witness.countDescendants(of: "/tree") == 2)
    #expect(try await zk.deleteTree("/tree") == 3)
  }

  func transactions() async throws {
    let steps: [Step] = [.create("/t", "0"), .set("/t", to: "1"), .create("/t/u"), .check("/t")]
    #expect(try await zk.transaction(steps).count == steps.count)
    let error = await #expect(throws: TransactionError.self) {
      try await zk.transaction([.delete("/t/u"), .create("/t")])
    }
    #expect(error?.failedStep == 1 && error?.code == .nodeExists)
    try await witness.sync()
    let read = try await witness.multiRead([.get("/t"), .children(of: "/t"), .get("/missing")])
    guard case .success(.get(let node)) = read[0], case .failure(let missing) = read[2] else {
      Issue.record("\(read)")
      return
    }
    #expect(node.text == "1" && missing.code == .noNode)
    #expect(try read[1].get() == .children(["u"], nil))
    for pending in zk.pipeline([.delete("/t/u"), .delete("/t"), .sync()]) {
      _ = try await pending.value
    }
    #expect(try await zk.stat("/t") == nil)
  }

  func watches() async throws {
    try await zk.create("/w")
    let data = try await zk.getAndWatch("/w").changes
    let absence = try await zk.statAndWatch("/w/child").changes
    let children = try await zk.childrenAndWatch(of: "/w").changes
    try await zk.withChanges(at: "/w") { node in
      // Servers before 3.9 know one kind of watch of a client at a path, so this one is above.
      try await zk.withChanges(at: "/", .subtree) { subtree in
        try await witness.set("/w", to: "1")
        try await witness.create("/w/child")
        #expect(try await data.kinds(1) == [.dataChanged])
        #expect(try await absence.kinds(1) == [.created])
        #expect(try await children.kinds(1) == [.childrenChanged])
        #expect(try await node.kinds(2) == [.dataChanged, .childrenChanged])
        #expect(try await subtree.kinds(2) == [.dataChanged, .created])
      }
    }
    for try await node in zk.values(of: "/w") {
      if node?.text == "2" { break }
      try await witness.set("/w", to: "2")
    }
  }

  func identities() async throws {
    try await zk.authenticate(.digest(user: "anna", password: "secret"))
    #expect(try await zk.whoAmI().contains { $0.scheme == "digest" && $0.id == "anna" })
    try await zk.create("/own", acl: .creatorAll)
    try await witness.sync()
    await expectFailure(.noAuth) { try await witness.set("/own", to: "mine") }
  }
}

extension WatchStream {
  /// What the next changes are, so many of them.
  fileprivate func kinds(_ count: Int) async throws -> [WatchChange.Kind] {
    var kinds: [WatchChange.Kind] = []
    var iterator = makeAsyncIterator()
    while kinds.count < count, let change = try await iterator.next() { kinds.append(change.kind) }
    return kinds
  }
}
