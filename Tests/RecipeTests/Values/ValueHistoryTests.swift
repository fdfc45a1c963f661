import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("A value with a history", .timeLimit(.minutes(1)))
struct ValueHistoryTests {
  private let path: ZNodePath = "/settings"

  private func history(_ zk: ZooKeeperClient, keeping limit: Int = 3) -> ValueHistory<Int> {
    zk.history(of: path, as: Int.self, keeping: limit)
  }

  @Test("the last versions are kept, each as it was written, and the node holds nothing else")
  func keeps() async throws {
    try await withServedClient { server, zk in
      let history = history(zk)
      #expect(try await history.versions().isEmpty)
      for number in 1...5 {
        let written = try await history.update(orCreate: 0) { $0 = number }
        #expect(try await zk.get(path, as: Int.self) == written)
        // Saved by the change that made it the value.
        let latest = try #require(try await history.versions().first)
        #expect(latest.version == written.version)
        #expect(try await zk.stat(latest.path)?.czxid == written.zxid)
        let stat = try #require(try await zk.stat(path))
        #expect(latest.savedAt == stat.mtime)
      }
      #expect(try await history.kept(seenBy: zk) == [5, 4, 3])
      #expect(try await history.versions().map(\.version.rawValue) == [4, 3, 2])
      #expect(try await zk.get(path).text == "5")
    }
  }

  @Test("what others write without a history is saved by the next who writes with one")
  func adopts() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, "1")
      let history = history(zk)
      try await history.update { $0 += 1 }
      #expect(try await history.kept(seenBy: zk) == [2, 1])
      try await zk.set(path, to: "10")
      try await history.update { $0 += 1 }
      #expect(try await history.kept(seenBy: zk) == [11, 10, 2])
    }
  }

  @Test("one goes back by a new version, and forward again")
  func rollsBack() async throws {
    try await withServedClient { server, zk in
      let history = history(zk, keeping: 10)
      for number in 1...3 { try await history.update(orCreate: 0) { $0 = number } }
      let first = try #require(try await history.versions().last)
      let back = try await history.rollBack(to: first.version)
      #expect(back.value == 1 && back.version == Version(rawValue: 3))
      #expect(try await zk.get(path, as: Int.self) == back)
      #expect(try await history.kept(seenBy: zk) == [1, 3, 2, 1])
      // The same again changes nothing.
      #expect(try await history.rollBack(to: first.version) == back)
      #expect(try await history.kept(seenBy: zk) == [1, 3, 2, 1])
      try await history.rollBack(to: Version(rawValue: 2), ifVersion: back.version)
      #expect(try await history.kept(seenBy: zk) == [3, 1, 3, 2, 1])
    }
  }

  @Test("one goes back also from what nobody can read, but not to it")
  func repairs() async throws {
    try await withServedClient { server, zk in
      let history = history(zk, keeping: 10)
      try await history.update(orCreate: 1) { $0 += 1 }
      let bad = try await zk.set(path, to: "two")
      await #expect(throws: InvalidValue.self) { try await history.update { $0 += 1 } }
      try await history.rollBack(to: Version(rawValue: 0))
      #expect(try await zk.get(path).text == "2")
      let problem = await #expect(throws: InvalidValue.self) {
        try await history.rollBack(to: bad.version)
      }
      #expect(problem?.path == "/settings/history/0000000001")
      #expect(try await history.versions().map { $0.data.text } == ["2", "two", "2"])
    }
  }

  @Test("one who would go back from a version that is not there any more is refused")
  func guards() async throws {
    try await withServedClient { server, zk in
      let history = history(zk)
      for number in 1...5 { try await history.update(orCreate: 0) { $0 = number } }
      let late = await #expect(throws: ZooKeeperError.self) {
        try await history.rollBack(to: Version(rawValue: 3), ifVersion: Version(rawValue: 2))
      }
      #expect(late?.code == .badVersion)
      let gone = await #expect(throws: ZooKeeperError.self) {
        try await history.rollBack(to: Version(rawValue: 0))
      }
      #expect(gone?.code == .noNode && gone?.path == "/settings/history/0000000000")
      #expect(try await history.kept(seenBy: zk) == [5, 4, 3])
    }
  }

  @Test("a change costs three requests, and none where nothing comes out differently but the look")
  func countsRequests() async throws {
    try await withServedClient { server, zk in
      let history = history(zk)
      for number in 1...4 { try await history.update(orCreate: 0) { $0 = number } }
      let before = zk.metrics.requestsAnswered
      try await history.update { $0 += 1 }
      #expect(zk.metrics.requestsAnswered - before == 3)
      try await history.update { _ in }
      #expect(zk.metrics.requestsAnswered - before == 5)
    }
  }

  @Test("of many who write at once none loses a change, and the history is whole")
  func counts() async throws {
    try await withServedClient { server, zk in
      let history = history(zk, keeping: 100)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { try await history.update(orCreate: 0) { $0 += 1 } } }
        try await group.waitForAll()
      }
      #expect(try await history.kept(seenBy: zk) == Array((1...20).reversed()))
    }
  }

  @Test("those who watch the node are not disturbed by its history")
  func leavesInPeace() async throws {
    try await withServedClient { server, zk in
      let history = history(zk, keeping: 2)
      try await history.update(orCreate: 0) { $0 = 1 }
      try await zk.withChanges(at: path) { changes in
        for number in 2...4 { try await history.update { $0 = number } }
        try await zk.create("/settings/last")
        var kinds: [WatchChange.Kind] = []
        for try await change in changes {
          kinds.append(change.kind)
          if change.kind == .childrenChanged { break }
        }
        #expect(kinds == [.dataChanged, .dataChanged, .dataChanged, .childrenChanged])
      }
    }
  }

  @Test("foreign children stay, and what somebody took away by hand is missed by nobody")
  func ignoresForeigners() async throws {
    try await withServedClient { server, zk in
      let history = history(zk)
      for number in 1...3 { try await history.update(orCreate: 0) { $0 = number } }
      try await zk.create("/settings/history/readme")
      try await zk.delete("/settings/history/0000000001")
      try await history.update { $0 += 1 }
      #expect(try await history.versions().map(\.data) == ["4", "3", "1"])
      try await zk.deleteTree("/settings/history")
      try await history.update { $0 += 1 }
      #expect(try await history.kept(seenBy: zk) == [5, 4])
    }
  }
}

extension ValueHistory<Int> {
  /// What the history says. The tree has to be as it says.
  func kept(seenBy zk: ZooKeeperClient) async throws -> [Int] {
    let versions = try await versions()
    #expect(try await zk.children(of: path).names == ["history"])
    #expect(try await zk.children(of: path / "history").names.count == versions.count)
    for version in versions { #expect(try await zk.get(version.path).data == version.data) }
    return try versions.map { try $0.value() }
  }
}
