import Testing
import ZooKeeper
import ZooKeeperTesting

extension EnsembleTests {
  @Test(
    "without a majority the tree can be read, and written again when there is one",
    .timeLimit(.minutes(1)), arguments: Releases.all)
  func readOnly(_ release: ApacheRelease) async throws {
    try await withApacheEnsemble(release, observers: 0) { settings in
      settings.properties["readonlymode.enabled"] = "true"
      // A server that is left alone opens no other sessions than its own.
      settings.entries["localSessionsEnabled"] = "true"
    } _: { ensemble in
      var configuration = try ClientConfiguration(members: ensemble.members)
      configuration.allowsReadOnly = true
      try await withZooKeeper(configuration) { zk in
        try await zk.create("/readable", "a")
        // Whichever member is left has it.
        for member in ensemble.members {
          try await withZooKeeper(ClientConfiguration(members: [member])) { try await $0.sync() }
        }
        for member in ensemble.members.dropFirst() { await member.stop() }
        for await state in zk.states {
          if case .connectedReadOnly = state { break }
        }
        #expect(try await zk.get("/readable").text == "a")
        await expectFailure(.readOnly) { try await zk.set("/readable", to: "b") }
        #expect(try await zk.get("/readable").text == "a")

        try await ensemble.members[1].start()
        for await state in zk.states {
          if case .connected = state { break }
        }
        try await zk.set("/readable", to: "b")
        #expect(try await zk.get("/readable").text == "b")
      }
    }
  }
}
