import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperTesting

/// What clients go through with servers of years ago, beside one that lacks what those lack.
/// `OldServerTests` play the same against the real ones.
@Suite(.timeLimit(.minutes(1)))
struct AgedServerTests {
  @Test(
    "as with the real ones", arguments: OldServerScenario.all, OldRelease.allCases)
  func play(_ scenario: OldServerScenario, _ release: OldRelease) async throws {
    try await withTestServer { server in
      let aged = try await AgedServer(release, before: server.port)
      try await scenario.play(OldServerUnderTest(aged.address, of: release))
    }
  }

  @Test("a watch that lasts is over when the next server knows none, and the client is not")
  func movedBack() async throws {
    try await withTestServer { server in
      let aged = try await AgedServer(.v36, before: server.port)
      try await withZooKeeper(ServerList([aged.address])) { zk in
        try await zk.create("/kept", "one")
        let session = zk.session
        try await zk.withChanges(at: "/kept") { changes in
          let oneShot = try await zk.getAndWatch("/kept").changes
          aged.become(.v34)
          try await server.restart()
          let error = await #expect(throws: ZooKeeperError.self) {
            for try await change in changes { #expect(change.kind == .gap(.reconnected)) }
          }
          #expect(error?.code == .unimplemented && error?.outcome == .notApplied)
          try await zk.set("/kept", to: "two")
          #expect(try await zk.get("/kept").text == "two")
          // Watches travel in one request, and this server has read none of them.
          await #expect(throws: ZooKeeperError.self) {
            for try await change in oneShot { Issue.record("\(change)") }
          }
        }
        #expect(zk.session == session && zk.metrics.renewals == 0)
        // The server ended one connection, and the lack of watches the next.
        #expect(zk.metrics.reconnects == 2)
      }
    }
  }
}
