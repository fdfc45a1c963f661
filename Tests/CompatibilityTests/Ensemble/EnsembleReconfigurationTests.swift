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

  @Test(
    "under load clients follow a list of members that an observer leaves, and then joins",
    .timeLimit(.minutes(1)))
  func newMembers() async throws {
    try await playNewMembers()
  }
}

extension EnsembleTests.Newest {
  @Test(
    "a client follows the ensemble when its server leaves, and when that joins again",
    .timeLimit(.minutes(1)))
  func reconfiguration() async throws {
    try await playReconfiguration()
  }

  @Test(
    "under load clients follow a list of members that an observer leaves, and then joins",
    .timeLimit(.minutes(1)))
  func newMembers() async throws {
    try await playNewMembers()
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

private func playNewMembers() async throws {
  let ensemble = try await BesideEnsemble.whole()
  let observer = try #require(await ensemble.members(as: .observer).first)
  let voters = ensemble.members.filter { $0.id != observer.id }
  let chronicle = ClientChronicle()
  // All begin at the one that leaves.
  var configuration = try ClientConfiguration(members: [observer] + voters)
  configuration.shufflesServers = false
  configuration.followsEnsemble = true
  configuration.onEvent = { chronicle.append($0) }
  var privileged = try ClientConfiguration(members: voters)
  privileged.credentials = [BesideEnsemble.superuser]
  try await withZooKeeper(privileged) { owner in
    let load = try await Load(at: "/members", clients: 4, with: owner)
    try await withThrowingTaskGroup { group in
      for client in 0..<load.clientCount {
        group.addTask { [configuration] in
          try await withZooKeeper(configuration) { zk in
            await load.carry(client, with: zk)
            #expect(zk.metrics.renewals == 0)
          }
        }
      }
      defer { load.stop() }
      try await load.waitForProgress(of: 4)
      try await chronicle.waitForAll(of: load) { $0.servers == Set(ensemble.members.map(\.port)) }
      let smaller = try await owner.reconfigure(members: voters.map(\.specification))
      #expect(Set(smaller.members.map(\.id)) == Set(voters.map(\.id)))
      try await chronicle.waitForAll(of: load) { $0.servers == Set(voters.map(\.port)) }
      try await load.waitForProgress(of: 4)

      let whole = try await owner.reconfigure(
        members: ensemble.members.map(\.specification), ifVersion: smaller.version)
      #expect(whole.members.first { $0.id == observer.id }?.role == .observer)
      try await chronicle.waitForAll(of: load, twice: true) {
        $0.servers == Set(ensemble.members.map(\.port))
      }
      try await load.waitForProgress(of: 4)
      load.stop()
      try await group.waitForAll()
    }
    try await load.judge(with: owner)
    print("new members: \(load.summary)")
  }
}

extension ClientChronicle {
  /// Waits until something has happened to every client.
  fileprivate func waitForAll(
    of load: Load, twice: Bool = false, _ isIt: (ClientEvent) -> Bool
  ) async throws {
    try await wait(times: load.clientCount * (twice ? 2 : 1), for: isIt)
  }
}
