import Testing
import ZooKeeper
import ZooKeeperTesting

extension EnsembleTests.Debian {
  @Test(
    "a client follows the ensemble when its server leaves, and when that joins again",
    .timeLimit(.minutes(1)))
  func reconfiguration() async throws {
    try await playReconfiguration()
  }
}

extension EnsembleTests.Newest {
  @Test(
    "a client follows the ensemble when its server leaves, and when that joins again",
    .timeLimit(.minutes(1)))
  func reconfiguration() async throws {
    try await playReconfiguration()
  }
}

private func playReconfiguration() async throws {
  let ensemble = try await BesideEnsemble.whole()
  let leaver = try #require(await ensemble.members(as: .follower).first)
  let stayers = ensemble.members.filter { $0.id != leaver.id }
  let chronicle = ClientChronicle()
  var configuration = try ClientConfiguration(members: [leaver] + stayers)
  configuration.shufflesServers = false
  configuration.followsEnsemble = true
  configuration.onEvent = { chronicle.append($0) }
  try await withZooKeeper(configuration) { zk in
    // Its own word, so that the ensemble is followed from here on.
    try await chronicle.wait { $0.servers == Set(ensemble.members.map(\.port)) }
    let session = try #require(zk.session)
    var privileged = try ClientConfiguration(members: stayers)
    privileged.credentials = [BesideEnsemble.superuser]
    try await withZooKeeper(privileged) { owner in
      let smaller = try await owner.reconfigure(leaving: ["\(leaver.id)"])
      #expect(Set(smaller.members.map(\.id)) == Set(stayers.map(\.id)))
      try await chronicle.wait { $0.servers == Set(stayers.map(\.port)) }
      try await chronicle.wait { $0.isLoss(of: leaver.port, .moved) }
      try await zk.sync()
      #expect(try await zk.ensemble() == smaller)

      await expectFailure(.badVersion) {
        try await owner.reconfigure(joining: [leaver.specification], ifVersion: .zero)
      }
      let whole = try await owner.reconfigure(
        joining: [leaver.specification], ifVersion: smaller.version)
      #expect(Set(whole.members.map(\.id)) == Set(ensemble.members.map(\.id)))
      try await chronicle.wait(times: 2) { $0.servers == Set(ensemble.members.map(\.port)) }
    }
    try await zk.sync()
    #expect(zk.session == session && zk.metrics.renewals == 0)
  }
}
