import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let values = [
    ClientScenario("a value comes first as it is, and then whenever it changed", followsValue),
    ClientScenario("no storm of changes hides the last one", followsThroughStorm),
    ClientScenario("a list of children is followed through a storm, too", followsChildren),
    ClientScenario("a value is followed through lost connections and sessions", followsThroughLoss),
  ]
}

private func followsValue(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    var values = zk.values(of: "/a").makeAsyncIterator()
    // There is no node at first, and that is a value, too.
    #expect(try await values.next() == .some(nil))
    try await other.create("/a", "1")
    #expect(try await values.next()??.text == "1")
    try await other.set("/a", to: "2")
    #expect(try await values.next()??.text == "2")
    try await other.delete("/a")
    #expect(try await values.next() == .some(nil))
  }
}

private func followsThroughStorm(_ server: ServerUnderTest) async throws {
  let last = 500
  try await server.withTwoClients { zk, other in
    try await other.create("/a", "0")
    try await withThrowingTaskGroup { group in
      for _ in 1...4 {
        group.addTask {
          var seen = -1
          for try await node in zk.values(of: "/a") {
            let number = try #require(node?.number)
            // Always the latest, so never one twice or an older one again.
            #expect(number > seen)
            seen = number
            if number == last { break }
          }
        }
      }
      group.addTask {
        for pending in other.pipeline((1...last).map { .set("/a", to: "\($0)") }) {
          _ = try await pending.value
        }
      }
      try await group.waitForAll()
    }
  }
}

private func followsChildren(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await other.create("/a")
    try await withThrowingTaskGroup { group in
      group.addTask {
        for try await children in zk.childrenValues(of: "/a")
        where children?.names == ["last"] {
          break
        }
      }
      group.addTask {
        for number in 1...100 {
          let path = ZNodePath("/a/\(number)")
          for pending in other.pipeline([.create(path), .delete(path)]) {
            _ = try await pending.value
          }
        }
        try await other.create("/a/last")
      }
      try await group.waitForAll()
    }
  }
}

private func followsThroughLoss(_ server: ServerUnderTest) async throws {
  try await server.withMortalClient { zk, ticket in
    try await server.withWitness { other in
      try await other.create("/a", "0")
      var values = zk.values(of: "/a").makeAsyncIterator()
      #expect(try await values.next()??.text == "0")
      await server.proxy.cut()
      try await other.createOrSet("/a", "1")
      #expect(try await values.next()??.text == "1")
      try await server.expire(ticket)
      try await other.createOrSet("/a", "2")
      #expect(try await values.next()??.text == "2")
      #expect(zk.metrics.renewals == 1)
    }
  }
}
