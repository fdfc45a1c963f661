import Testing
import ZooKeeper

extension ClientScenario {
  static let trees = [
    ClientScenario("a walk comes to every node, the upper before the lower", walks),
    ClientScenario("a tree of two thousand nodes is deleted", deletesTree),
    ClientScenario("a tree that grows while it is deleted goes all the same", deletesGrowingTree),
  ]
}

private func walks(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let paths: [ZNodePath] = ["/b", "/b/x", "/b/y", "/a", "/a/z", "/b/x/deep", "/a-b"]
    for path in paths { try await zk.create(path, Payload(path.text)) }
    var seen: [ZNodePath] = []
    for try await element in zk.walk() {
      seen.append(element.path)
      if element.path == "/b" { #expect(element.children == ["x", "y"]) }
      if !element.path.isRoot {
        #expect(element.stat.dataLength == element.path.text.utf8.count)
      }
    }
    #expect(seen == ["/", "/a", "/a/z", "/a-b", "/b", "/b/x", "/b/x/deep", "/b/y"])
    var beneath: [ZNodePath] = []
    for try await element in zk.walk("/b/x") { beneath.append(element.path) }
    #expect(beneath == ["/b/x", "/b/x/deep"])
    for try await element in zk.walk("/none") { Issue.record("\(element.path) is not there") }
  }
}

private func deletesTree(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/t")
    try await zk.create("/t-other")
    for branch in 0..<20 {
      let path = ZNodePath("/t/\(branch)")
      let steps = [.create(path)] + (0..<99).map { Step.create(ZNodePath("\(path)/\($0)")) }
      for pending in zk.pipeline(steps) { _ = try await pending.value }
    }
    #expect(try await zk.countDescendants(of: "/t") == 2_000)
    #expect(try await zk.deleteTree("/t") == 2_001)
    #expect(try await zk.children(of: .root).names == ["t-other"])
  }
}

private func deletesGrowingTree(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/t/a/b", parents: .create)
    try await withThrowingTaskGroup { group in
      group.addTask {
        // Until the parent is gone, and with it the reason to go on.
        var number = 0
        while true {
          do {
            try await other.create(ZNodePath("/t/a/n\(number)"))
            number += 1
          } catch let error as ZooKeeperError where error.code == .noNode {
            return number
          }
          if number == 200 { return number }
        }
      }
      let deleted = try await zk.deleteTree("/t")
      let created = try #require(try await group.next())
      // The other may have been so quick that it created all of its nodes before.
      #expect(deleted == 3 + created)
    }
    #expect(try await zk.stat("/t") == nil)
  }
}
