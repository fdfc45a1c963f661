import Testing
import ZooKeeper
import ZooKeeperTesting

extension EnsembleTests.Debian {
  @Test(
    "a client that is cut off from its server goes on at another, in the same session",
    .timeLimit(.minutes(1)))
  func cutOff() async throws {
    let ensemble = try await BesideEnsemble.whole()
    try await withChaosProxy(before: ensemble.connectString) { proxy in
      let chronicle = ClientChronicle()
      var configuration = ClientConfiguration(
        servers: try ServerList(validating: proxy.connectString))
      configuration.shufflesServers = false
      // A server is silent for two thirds of it before that is noticed.
      configuration.sessionTimeout = .seconds(9)
      configuration.onEvent = { chronicle.append($0) }
      try await withZooKeeper(configuration) { zk in
        try await zk.create("/cutoff", "0")
        let own = try await zk.create("/cutoff/own", mode: .ephemeral)
        let session = try #require(zk.session)

        await proxy.stall(server: 0)
        let pending = zk.pipeline([.set("/cutoff", to: "1"), .get("/cutoff"), .stat(own.path)])
        await expectFailure(.connectionLost, .unknown) { try await pending[0].value }
        guard case .get(let node) = try await pending[1].value else { return }
        #expect(node.text == "0", "nothing gets through")
        guard case .stat(let stat) = try await pending[2].value else { return }
        #expect(stat?.ephemeralOwner == session)

        #expect(zk.state == .connected(session) && zk.metrics.renewals == 0)
        #expect(chronicle.count { $0.isLoss(of: proxy.ports[0], .silent) } == 1)
        try await withZooKeeper(ClientConfiguration(members: [ensemble.members[2]])) { other in
          try await other.sync()
          #expect(try await other.stat(own.path)?.ephemeralOwner == session)
        }
      }
    }
  }
}
