import Testing
import ZooKeeper

extension ClientScenario {
  static let creating = [
    ClientScenario("every mode creates its kind of node", createsInEveryMode),
    ClientScenario("sequential nodes are numbered in the order of their creation", numbers),
    ClientScenario("what cannot be created says why", refusesToCreate),
    ClientScenario("missing parents are created where that is asked for", createsParents),
    ClientScenario("what is there is set, what is not is created", createsOrSets),
  ]
}

private func createsInEveryMode(_ server: ServerUnderTest) async throws {
  let hour = try #require(TimeToLive(milliseconds: 3_600_000))
  let modes: [(name: ZNodeName, mode: CreateMode)] = [
    ("persistent", .persistent), ("persistent-", .persistentSequential),
    ("ephemeral", .ephemeral), ("ephemeral-", .ephemeralSequential), ("container", .container),
    ("ttl", .timeToLive(hour)), ("ttl-", .timeToLiveSequential(hour)),
  ]
  try await server.withClient { zk in
    for (name, mode) in modes {
      let created = try await zk.create(.root / name, "data", mode: mode)
      if mode.isSequential {
        #expect(created.path.name?.sequence(after: name.text) != nil)
      } else {
        #expect(created.path == .root / name)
      }
      let node = try await zk.get(created.path)
      #expect(node.text == "data")
      #expect(node.stat == created.stat)
      #expect(node.stat.czxid == created.czxid)
      let isEphemeral = [.ephemeral, .ephemeralSequential].contains(mode)
      let owner = isEphemeral ? zk.session : nil
      #expect(node.stat.ephemeralOwner == owner)
    }
    #expect(try await zk.children(of: .root).names.count == modes.count)
  }
}

private func numbers(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    var numbers: [Int32] = []
    for _ in 1...3 {
      let name = try await zk.create("/n-", mode: .persistentSequential).path.name
      numbers.append(try #require(name?.sequence(after: "n-")).rawValue)
    }
    // A sequential node may consist of its number alone.
    try await zk.create("/queue")
    let bare = try await zk.create("/queue/x", mode: .ephemeralSequential)
    // The parent's count of creations makes the number, so it starts with zero and has no gaps.
    #expect(numbers == [0, 1, 2])
    #expect(bare.path == "/queue/x0000000000")
  }
}

private func refusesToCreate(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/there")
    try await zk.create("/mortal", mode: .ephemeral)
    let error = await expectFailure(.nodeExists) { try await zk.create("/there") }
    #expect(error?.path == "/there")
    #expect(error?.operation == .create)
    await expectFailure(.noNode) { try await zk.create("/missing/child") }
    await expectFailure(.noChildrenForEphemerals) { try await zk.create("/mortal/child") }
    await expectFailure(.invalidACL) { try await zk.create("/a", acl: AccessControl([])) }
    await expectFailure(.badArguments) {
      try await zk.createOrSet("/a-", "x", mode: .persistentSequential)
    }
  }
}

private func createsParents(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a/b/c/d", "deep", parents: .create)
    #expect(try await zk.get("/a/b/c/d").text == "deep")
    #expect(try await zk.get("/a/b").text == "")
    // Those that are there already do no harm.
    try await zk.create("/a/b/x/y", parents: .create)
    #expect(try await zk.children(of: "/a/b").stat.numChildren == 2)
    try await zk.create("/box/inner/leaf", parents: .createContainers)
    #expect(try await zk.stat("/box/inner/leaf") != nil)
    let node = try await zk.create("/s/t/n-", mode: .ephemeralSequential, parents: .create)
    #expect(node.path == "/s/t/n-0000000000")
    // Somebody else may create the same parents at the same time.
    try await withThrowingTaskGroup { group in
      for number in 1...20 {
        group.addTask {
          try await zk.create(ZNodePath("/race/to/\(number)"), parents: .create)
        }
      }
      try await group.waitForAll()
    }
    #expect(try await zk.children(of: "/race/to").names.count == 20)
  }
}

private func createsOrSets(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let created = try #require(try await zk.createOrSet("/a/b", "1", parents: .create))
    #expect(created.version == Version(rawValue: 0))
    let set = try #require(try await zk.createOrSet("/a/b", "2"))
    #expect(set.version == Version(rawValue: 1))
    #expect(set.czxid == created.czxid)
    #expect(try await zk.get("/a/b").text == "2")
    await expectFailure(.noNode) { try await zk.createOrSet("/missing/b", "3") }
  }
}
