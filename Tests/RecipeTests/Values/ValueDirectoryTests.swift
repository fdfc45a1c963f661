import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Values beneath a node", .timeLimit(.minutes(1)))
struct ValueDirectoryTests {
  private let path: ZNodePath = "/flags"

  @Test("they come as they are, then as they change, with the node above and without")
  func follows() async throws {
    try await withServedClient { server, zk in
      do {
        var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
        var shown = try #require(try await flags.next())
        #expect(!shown.exists && shown.entries.isEmpty && shown.zxid == .zero)
        try await zk.create(path)
        shown = try #require(try await flags.next())
        #expect(shown.exists && shown.entries.isEmpty)
        let created = try await zk.create(path / "a", "1")
        shown = try #require(try await flags.next())
        #expect(shown["a"] == 1 && shown.entries.count == 1 && shown.zxid == created.czxid)
        let set = try await zk.set(path / "a", encoding: 2)
        shown = try #require(try await flags.next())
        #expect(shown.entries == ["a": set] && shown.zxid == set.zxid)
        try await zk.delete(path / "a")
        shown = try #require(try await flags.next())
        #expect(shown.exists && shown.entries.isEmpty && shown.zxid > set.zxid)
        try await zk.delete(path)
        shown = try #require(try await flags.next())
        #expect(!shown.exists)
        #expect(zk.metrics.watches == 1)
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("the node may be what a client calls the root")
  func followsRoot() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path)
      let narrow = zk.scoped(to: path)
      var flags = narrow.values(beneath: .root, as: Int.self).makeAsyncIterator()
      #expect(try await flags.next()?.exists == true)
      try await zk.create("/flags/a", "1")
      #expect(try await flags.next()?.entries.mapValues(\.value) == ["a": 1])
      try await zk.deleteTree(path)
      var last = try await flags.next()
      while last?.exists == true { last = try await flags.next() }
      #expect(last?.entries.isEmpty == true)
    }
  }

  @Test("a value that was deleted and created anew is seen, although its version is the same")
  func seesNewNodes() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path / "a", "1", parents: .create)
      var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
      let first = try #require(try await flags.next()?.entries["a"])
      try await zk.delete(path / "a")
      try await zk.create(path / "a", "1")
      let second = try #require(try await flags.next()?.entries["a"])
      #expect(second.value == 1 && second.version == first.version && second.zxid > first.zxid)
    }
  }

  @Test("a value costs one request at first and when it changes, and nothing otherwise")
  func countsRequests() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        let names = try await fill(other, 100)
        try await zk.untilConnected()
        let before = zk.metrics.requestsAnswered
        var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
        #expect(try await flags.next()?.entries.count == 100)
        #expect(zk.metrics.requestsAnswered - before == 102)
        try await other.set(path / names[7], to: "-7")
        #expect(try await flags.next()?[names[7]] == -7)
        #expect(zk.metrics.requestsAnswered - before == 103)
        try await other.create(path / "new", "1")
        #expect(try await flags.next()?["new"] == 1)
        #expect(zk.metrics.requestsAnswered - before == 104)
        // What is deeper in the tree is no value.
        try await other.create(path / "new" / "deep", "2")
        try await other.set(path / "new" / "deep", to: "3")
        try await other.set(path, to: "4")
        try await other.delete(path / names[9])
        let shown = try await flags.next()
        #expect(shown?.entries.count == 100 && shown?[names[9]] == nil)
        #expect(zk.metrics.requestsAnswered - before == 104)
      }
    }
  }

  @Test("after a gap each value is asked whether it changed, and only those that did are read")
  func repairs() async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      let names = try await fill(other, 100)
      var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
      let first = try #require(try await flags.next())
      await proxy.refuse()
      await proxy.cut()
      try await other.set(path / names[1], to: "-1")
      try await other.delete(path / names[2])
      try await other.delete(path / names[3])
      let anew = try await other.create(path / names[3], "0")
      try await other.create(path / "new", "1")
      await proxy.admit()
      try await waitWhile { zk.metrics.reconnects == 0 }
      let before = zk.metrics.requestsAnswered
      var expected = first.entries.mapValues(\.value)
      (expected[names[1]], expected[names[2]], expected["new"]) = (-1, nil, 1)
      let second = try #require(try await flags.next())
      #expect(second.entries.mapValues(\.value) == expected)
      #expect(second.entries[names[3]]?.zxid == anew.czxid)
      // One list, 99 that were known, two of these that had changed, and one that is new.
      #expect(zk.metrics.requestsAnswered - before == 103)
      // Nothing has changed since.
      await proxy.cut()
      try await other.create(path / "last", "2")
      #expect(try await flags.next()?["last"] == 2)
    }
  }

  @Test("no more than 64 are asked for at once")
  func isBounded() async throws {
    try await withClientBehindProxy { _, proxy, zk, other in
      _ = try await fill(other, 300)
      try await zk.untilConnected()
      // To watch, to list, and then to read.
      await proxy.strike(.stall, after: 2)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for try await _ in zk.values(beneath: path, as: Int.self) {} }
        let waiting = { zk.metrics.requestsInFlight + zk.metrics.requestsQueued }
        try await waitWhile { waiting() < 64 }
        #expect(waiting() == 64)
        group.cancelAll()
        try await group.waitForAll()
      }
      await proxy.mend()
      try await waitWhile { zk.metrics.watches > 0 }
    }
  }

  @Test("where there is no room for many requests at once, they go one by one")
  func needsLittleRoom() async throws {
    try await withServedClient { server, zk in
      _ = try await fill(zk, 10)
      var configuration = ClientConfiguration(
        servers: try ServerList(validating: server.connectString))
      configuration.limits.inFlightMax = 1
      configuration.limits.outboxBytesMax = configuration.limits.frameBytesMax
      try await zk.create("/large")
      try await withZooKeeper(configuration) { narrow in
        let large = Payload([UInt8](repeating: 0, count: 400_000))
        try await withThrowingTaskGroup(of: Void.self) { group in
          // There is always somebody who waits for room, and may not be overtaken.
          for _ in 0..<3 {
            group.addTask { for _ in 0..<4 { try await narrow.set("/large", to: large) } }
          }
          group.addTask {
            var flags = narrow.values(beneath: path, as: Int.self).makeAsyncIterator()
            let shown = try await flags.next()
            #expect(shown?.entries.count == 10)
          }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test("an invalid value leaves its entry as it was, or leaves it out, and is told of")
  func keepsLast() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path / "a", "1", parents: .create)
      let bad = try await zk.create(path / "b", "two")
      let complaints = Complaints()
      var flags = zk.values(beneath: path, as: Int.self, complaints.report).makeAsyncIterator()
      var shown = try #require(try await flags.next())
      #expect(shown.entries.mapValues(\.value) == ["a": 1])
      #expect(shown.problems.mapValues(\.zxid) == ["b": bad.czxid])
      let worse = try await zk.set(path / "a", to: "one")
      shown = try #require(try await flags.next())
      #expect(shown["a"] == 1 && shown.problems["a"]?.zxid == worse.mzxid)
      #expect(complaints.all.map(\.path) == [path / "b", path / "a"])
      try await zk.set(path / "a", to: "3")
      try await zk.set(path / "b", to: "4")
      while shown.entries.mapValues(\.value) != ["a": 3, "b": 4] {
        shown = try #require(try await flags.next())
      }
      #expect(shown.problems.isEmpty)
      // What was deleted is not kept.
      try await zk.delete(path / "a")
      try await zk.create(path / "a", "five")
      while shown["a"] != nil { shown = try #require(try await flags.next()) }
    }
  }

  @Test("an invalid value is an error, or replaced, for those who want it so")
  func failsOrReplaces() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, parents: .create)
      var failing = zk.values(beneath: path, as: Int.self, onInvalid: .fail).makeAsyncIterator()
      var replacing = zk.values(beneath: path, as: Int.self, onInvalid: .replace(with: 7))
        .makeAsyncIterator()
      #expect(try await failing.next()?.exists == true)
      #expect(try await replacing.next()?.exists == true)
      let bad = try await zk.create(path / "a", "one")
      let problem = await #expect(throws: InvalidValue.self) { _ = try await failing.next() }
      #expect(problem?.path == path / "a")
      #expect(try await failing.next() == nil)
      let shown = try await replacing.next()
      #expect(shown?.entries["a"] == Versioned(7, version: Version(rawValue: 0), zxid: bad.czxid))
      #expect(shown?.problems.count == 1)
      #expect(zk.metrics.watches == 1)
    }
  }

  @Test("a value that may not be read is an error, and the watch goes")
  func mayNotRead() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path)
      try await zk.create(
        path / "a", "1", acl: AccessControl([ACL([.delete, .admin], for: .anyone)]))
      var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
      let error = await #expect(throws: ZooKeeperError.self) { _ = try await flags.next() }
      #expect(error?.code == .noAuth && error?.path == path / "a")
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("of a storm the last change is seen, and no value twice or an older one again")
  func followsThroughStorm() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        let names = try await fill(other, 8)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<3 {
            group.addTask {
              var seen: [ZNodeName: Zxid] = [:]
              for try await shown in zk.values(beneath: path, as: Int.self) {
                #expect(shown.entries.contains { name, entry in entry.zxid != seen[name] })
                for (name, entry) in shown.entries {
                  #expect(entry.zxid >= seen[name] ?? .zero)
                  seen[name] = entry.zxid
                }
                if names.allSatisfy({ shown[$0] == 500 }) { break }
              }
            }
          }
          group.addTask {
            for number in 1...500 {
              let steps = names.map { Step.set(path / $0, to: "\(number)") }
              for pending in other.pipeline(steps) { _ = try await pending.value }
            }
          }
          try await group.waitForAll()
        }
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("one who looks away while more changes than are remembered sees all of them")
  func overflows() async throws {
    try await withServedClient { server, other in
      let names = try await fill(other, 50)
      var configuration = ClientConfiguration(
        servers: try ServerList(validating: server.connectString))
      configuration.limits.watchEventsBufferedMax = 4
      try await withZooKeeper(configuration) { zk in
        var flags = zk.values(beneath: path, as: Int.self).makeAsyncIterator()
        _ = try await flags.next()
        for name in names.dropFirst(3) { try await other.set(path / name, to: "-1") }
        for name in names.prefix(2) { try await other.delete(path / name) }
        try await zk.sync()
        let shown = try await flags.next()
        #expect(shown?.entries.count == 48)
        #expect(shown?.entries.filter { $0.value.value == -1 }.count == 47)
      }
    }
  }

  /// Creates so many values, and returns their names.
  private func fill(_ zk: ZooKeeperClient, _ count: Int) async throws -> [ZNodeName] {
    try await zk.create(path, parents: .create)
    let names = try (0..<count).map { try ZNodeName(validating: "key-\($0)") }
    for name in names { try await zk.create(path / name, "0") }
    return names
  }
}
