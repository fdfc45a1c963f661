import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let reading = [
    ClientScenario("stats tell what happened to a node", tellsStats),
    ClientScenario("what is not there is nil for stat and an error for all others", misses),
    ClientScenario("descendants are counted, and one's own ephemeral nodes are listed", lists),
    ClientScenario("several reads in one request fail each for itself", readsSeveral),
    ClientScenario("the ensemble of a server that stands alone has no members", readsEnsemble),
    ClientScenario("whoever follows an ensemble without members keeps their servers", follows),
    ClientScenario("a sync lets a reader see what another client was told", syncs),
    ClientScenario("data is shown in place", showsData),
  ]
}

private func tellsStats(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let created = try await zk.create("/a", "12345")
    let child = try await zk.create("/a/b")
    let set = try await zk.set("/a", to: "123")
    try await zk.delete("/a/b")
    let stat = try #require(try await zk.stat("/a"))
    #expect(stat.czxid == created.czxid)
    #expect(stat.mzxid == set.mzxid && stat.mzxid > child.czxid)
    #expect(stat.pzxid > stat.mzxid)
    #expect(stat.version == Version(rawValue: 1))
    // Two changes of the list of children: one came, one went.
    #expect(stat.cversion == Version(rawValue: 2))
    #expect(stat.dataLength == 3 && stat.numChildren == 0)
    #expect(stat.mtime.millisecondsSinceEpoch >= stat.ctime.millisecondsSinceEpoch)
    #expect(stat.ephemeralOwner == nil)
    let children = try await zk.children(of: "/a")
    #expect(children.names.isEmpty && children.stat == stat)
    let node = try await zk.get("/a")
    #expect(node.data == Payload("123") && node.stat == stat)
  }
}

private func misses(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let stat = try await zk.stat("/none")
    #expect(stat == nil)
    let calls: [() async throws -> Void] = [
      { _ = try await zk.get("/none") }, { _ = try await zk.children(of: "/none") },
      { _ = try await zk.acl(of: "/none") }, { _ = try await zk.set("/none", to: "") },
      { try await zk.delete("/none") }, { _ = try await zk.countDescendants(of: "/none") },
      { _ = try await zk.setACL(of: "/none", to: .open) },
      { _ = try await zk.getAndWatch("/none") }, { _ = try await zk.childrenAndWatch(of: "/none") },
    ]
    for call in calls {
      let error = await expectFailure(.noNode) { try await call() }
      #expect(error?.path == "/none")
    }
    #expect(try await zk.deleteTree("/none") == 0)
  }
}

private func lists(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/job/a/b", parents: .create)
    #expect(try await zk.countDescendants(of: "/job") == 2)
    #expect(try await zk.countDescendants(of: "/job/a/b") == 0)
    let paths: [ZNodePath] = ["/job/a/e", "/job/e", "/jobs"]
    for path in paths { try await zk.create(path, mode: .ephemeral) }
    try await other.create("/job/others", mode: .ephemeral)
    #expect(try await Set(zk.ephemerals()) == Set(paths))
    // A server compares texts, and would name `/jobs`, too.
    #expect(try await Set(zk.ephemerals(beneath: "/job")) == ["/job/a/e", "/job/e"])
    #expect(try await zk.ephemerals(beneath: "/none").isEmpty)
    #expect(try await other.ephemerals() == ["/job/others"])
  }
}

private func readsSeveral(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a", "x")
    try await zk.create("/a/b")
    let results = try await zk.multiRead([
      .get("/a"), .get("/none"), .children(of: "/a"), .children(of: "/none"), .get("/a/b"),
    ])
    try #require(results.count == 5)
    #expect(try await results[0].get() == .get(zk.get("/a")))
    await expectFailure(.noNode) { try results[1].get() }
    #expect(try results[2].get() == .children(["b"], nil))
    let error = await expectFailure(.noNode) { try results[3].get() }
    #expect(error?.path == "/none" && error?.operation == .children)
    #expect(try await results[4].get() == .get(zk.get("/a/b")))
    #expect(try await zk.multiRead([]).isEmpty)
    await expectFailure(.badArguments) { try await zk.multiRead([.set("/a", to: "y")]) }
  }
}

private func readsEnsemble(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let ensemble = try await zk.ensemble()
    #expect(ensemble.members.isEmpty)
    #expect(try await zk.ensembleAndWatch().value.members.isEmpty)
    let error = await #expect(throws: ZooKeeperError.self) {
      try await zk.reconfigure(leaving: ["1"])
    }
    // A server that stands alone has no way to change that; releases say it in different words.
    let refusals: [ZooKeeperError.Code] = [.reconfigDisabled, .unimplemented, .badArguments]
    #expect(refusals.contains(try #require(error).code), "\(String(describing: error))")
  }
}

private func follows(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient { configuration in
    configuration.followsEnsemble = true
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a")
    #expect(try await server.answer(to: .wchp).contains("/zookeeper/config\n"))
    await server.proxy.cut()
    try await log.wait(for: \.isResumption)
    #expect(try await zk.stat("/a") != nil)
    let changes = log.count { if case .serversChanged = $0 { true } else { false } }
    #expect(changes == 0)
  }
}

private func syncs(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { writer, reader in
    for number in 1...20 {
      try await writer.createOrSet("/a", "\(number)")
      try await reader.sync("/a")
      #expect(try await reader.get("/a").text == "\(number)")
    }
  }
}

private func showsData(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let bytes = (0...255).map { UInt8($0) }
    try await zk.create("/a", Payload(bytes))
    let sum = try await zk.withData(at: "/a") { data, stat in
      #expect(data.count == stat.dataLength)
      return data.indices.reduce(0) { $0 + Int(data[$1]) }
    }
    #expect(sum == 255 * 256 / 2)
    #expect(try await zk.get("/a").text == nil)
  }
}
