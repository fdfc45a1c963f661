import Testing
import ZooKeeper
import ZooKeeperTesting

/// What befalls an ensemble that goes on all the same.
enum Upheaval: String, CaseIterable, CustomTestStringConvertible {
  case leaderIsKilled = "the leader is killed"
  case allAreRestarted = "all members are restarted, one after the other"

  var testDescription: String { rawValue }

  func happen(to ensemble: ApacheEnsemble) async throws {
    switch self {
    case .leaderIsKilled:
      let leader = try await ensemble.waitForLeader()
      await leader.kill()
      #expect(try await ensemble.waitForLeader().id != leader.id)
    case .allAreRestarted:
      for member in ensemble.members {
        await member.stop()
        try await member.start()
        try await ensemble.waitUntilServing()
      }
    }
  }
}

extension EnsembleTests.Debian {
  @Test(
    "under load nothing is lost or done twice, and all sessions live on",
    .timeLimit(.minutes(2)), arguments: Upheaval.allCases)
  func load(_ upheaval: Upheaval) async throws {
    let ensemble = try await BesideEnsemble.whole()
    let root: ZNodePath = upheaval == .leaderIsKilled ? "/killed" : "/restarted"
    // The one who watches begins at the leader, and so is sure to lose its server.
    let leader = try await ensemble.waitForLeader()
    let others = ensemble.members.filter { $0.id != leader.id }
    var watching = try ClientConfiguration(members: [leader] + others)
    watching.shufflesServers = false
    try await withZooKeeper(watching) { zk in
      let load = try await Load(at: root, with: zk)
      try await zk.withChanges(at: load.counter) { changes in
        try await carry(load, try ClientConfiguration(members: ensemble.members)) {
          try await load.waitForProgress(of: 4)
          try await upheaval.happen(to: ensemble)
          try await load.waitForProgress(of: 4)
          try await expectGapAndMore(in: changes)
        }
      }
      #expect(zk.metrics.renewals == 0)
      try await load.judge(with: zk)
      print("\(upheaval.rawValue): \(load.summary)")
    }
  }

  /// Lets clients carry a load as long as `body` runs. None of them needs a second session.
  private func carry(
    _ load: Load, _ configuration: ClientConfiguration, _ body: () async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup { group in
      for client in 0..<load.clientCount {
        group.addTask {
          try await withZooKeeper(configuration) { zk in
            await load.carry(client, with: zk)
            #expect(zk.metrics.renewals == 0)
          }
        }
      }
      defer { load.stop() }
      try await body()
      load.stop()
      try await group.waitForAll()
    }
  }

  private func expectGapAndMore(in changes: WatchStream) async throws {
    var iterator = changes.makeAsyncIterator()
    var hasGap = false
    while let change = try await iterator.next() {
      if change.gap == .reconnected { hasGap = true }
      if hasGap && change.kind == .dataChanged { return }
    }
    Issue.record("the stream has ended")
  }
}

extension ClientConfiguration {
  /// For these servers and no others.
  init(members: [ApacheMember], sessionTimeout: Duration = .seconds(40)) throws {
    let servers = members.map(\.connectString).joined(separator: ",")
    self.init(servers: try ServerList(validating: servers))
    self.sessionTimeout = sessionTimeout
  }
}
