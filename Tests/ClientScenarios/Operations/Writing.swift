import Testing
import ZooKeeper

extension ClientScenario {
  static let writing = [
    ClientScenario("a write that asks for a version changes that version only", guardsVersions),
    ClientScenario("what is not empty is not deleted", keepsParents),
    ClientScenario("no update of eight who change the same node is lost", countsTogether),
    ClientScenario("an update can create, leave alone and give up", updatesAtWill),
    ClientScenario("requests of a pipeline are done in their order", keepsOrder),
  ]
}

private func guardsVersions(_ server: ServerUnderTest) async throws {
  let (first, second) = (Version(rawValue: 0), Version(rawValue: 1))
  try await server.withClient { zk in
    try await zk.create("/a", "0")
    #expect(try await zk.set("/a", to: "1", ifVersion: first).version == second)
    await expectFailure(.badVersion) { try await zk.set("/a", to: "2", ifVersion: first) }
    #expect(try await zk.get("/a").text == "1")
    // Lists of rights have a version of their own.
    #expect(try await zk.setACL(of: "/a", to: .open, ifVersion: first).aversion == second)
    await expectFailure(.badVersion) {
      try await zk.setACL(of: "/a", to: .open, ifVersion: first)
    }
    let (acl, stat) = try await zk.acl(of: "/a")
    #expect(acl == .open && stat.aversion == second && stat.version == second)
    await expectFailure(.badVersion) { try await zk.delete("/a", ifVersion: first) }
    try await zk.delete("/a", ifVersion: second)
    #expect(try await zk.stat("/a") == nil)
  }
}

private func keepsParents(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a/b", parents: .create)
    let error = await expectFailure(.notEmpty) { try await zk.delete("/a") }
    #expect(error?.operation == .delete)
    try await zk.delete("/a/b")
    try await zk.delete("/a")
    await expectFailure(.noNode) { try await zk.delete("/a") }
  }
}

private func countsTogether(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { first, second in
    try await withThrowingTaskGroup { group in
      for worker in 0..<8 {
        let zk = worker.isMultiple(of: 2) ? first : second
        group.addTask {
          for _ in 1...50 {
            try await zk.update("/count") { node in
              let count = try node.map { try #require($0.number) } ?? 0
              return "\(count + 1)"
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await first.get("/count").text == "400")
    // One create, and 399 sets that succeeded.
    #expect(try await first.get("/count").stat.version == Version(rawValue: 399))
  }
}

private func updatesAtWill(_ server: ServerUnderTest) async throws {
  struct Refusal: Error {}
  try await server.withClient { zk in
    let untouched = try await zk.update("/a") { _ in nil }
    #expect(untouched == nil)
    #expect(try await zk.stat("/a") == nil)
    try await zk.update("/a") { node in
      #expect(node == nil)
      return "new"
    }
    #expect(try await zk.get("/a").text == "new")
    await #expect(throws: Refusal.self) { try await zk.update("/a") { _ in throw Refusal() } }
    await expectFailure(.noNode) { try await zk.update("/missing/a") { _ in "x" } }
    #expect(try await zk.get("/a").stat.version == Version(rawValue: 0))
  }
}

private func keepsOrder(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    var steps: [Step] = [.create("/a", "0"), .check("/a"), .check("/none")]
    for number in 1...100 { steps += [.set("/a", to: "\(number)"), .get("/a")] }
    steps += [.children(of: "/a"), .stat("/none"), .sync(), .delete("/a"), .stat("/a"), .get("/a")]
    let pending = zk.pipeline(steps)
    try #require(pending.count == steps.count)
    #expect(try await pending[0].value.created?.path == "/a")
    #expect(try await pending[1].value == .check)
    await expectFailure(.noNode) { try await pending[2].value }
    for number in 1...100 {
      // Every read sees the write in front of it, and not the one behind.
      #expect(try await pending[2 + 2 * number].value.node?.number == number)
    }
    let last = Array(pending.suffix(6))
    let stat = try await pending[201].value.stat
    #expect(try await last[0].value == .children([], stat))
    #expect(try await last[1].value == .stat(nil))
    #expect(try await last[2].value == .sync)
    #expect(try await last[3].value == .delete)
    #expect(try await last[4].value == .stat(nil))
    await expectFailure(.noNode) { try await last[5].value }
  }
}
