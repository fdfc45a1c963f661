import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// Recipes with servers of years ago.
@Suite("Presence at old servers", .timeLimit(.minutes(1)))
struct AgedPresenceTests {
  @Test("a node is kept without containers, and without a stat of what was created")
  func keeps() async throws {
    try await withTestServer { server in
      let aged = try await AgedServer(.v34, before: server.port)
      try await withZooKeeper(try ServerList([aged.address])) { zk in
        let node = zk.ephemeral("/hosts/rack/seven", "a")
        try await node.whileKept { node in
          guard case .present(let path, let since) = node.presence else { return }
          try await zk.delete(path)
          for await presence in node.presences {
            if case .present(_, let czxid) = presence, czxid > since { break }
          }
          node.set("b")
          while try await zk.get(path).text != "b" {}
          let stat = try await zk.stat(path)
          #expect(stat?.ephemeralOwner == zk.session)
        }
        // A server that lacks something may hang up when it has said so.
        while try await zk.stat("/hosts/rack")?.numChildren != 0 {}
      }
    }
  }
}
