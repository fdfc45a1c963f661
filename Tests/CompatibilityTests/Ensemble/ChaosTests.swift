import Foundation
import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTesting

/// Clients that work while their connections suffer all that can happen to connections.
extension EnsembleTests.Debian {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["ZK_CHAOS_SECONDS"].flatMap { Int($0) } ?? 20
  private static let seed = environment["ZK_SEED"].flatMap { UInt64($0) } ?? 4

  @Test(
    "in chaos nothing is lost, done twice or left hanging, and nobody misses the last change",
    .timeLimit(.minutes(2 + seconds / 60)))
  func chaos() async throws {
    let ensemble = try await BesideEnsemble.whole()
    let chaos = SeededChaos(seed: Self.seed)
    let chronicle = ClientChronicle()
    let isCalm = Watchful(false)
    let proxy = try await ChaosProxy.start(before: ensemble.connectString) { connection in
      isCalm.value ? ChaosPlan() : chaos.plan(for: connection)
    }
    try await withZooKeeper(ClientConfiguration(members: ensemble.members)) { zk in
      let load = try await Load(at: "/chaos", with: zk)
      let clients = try configuration(proxy, chronicle)
      try await withThrowingTaskGroup { group in
        for client in 0..<load.clientCount {
          group.addTask { try await ChaosClient(number: client, load).run(clients) }
        }
        group.addTask { try await harm(proxy, while: load) }
        let end = ContinuousClock.now + .seconds(Self.seconds)
        while ContinuousClock.now < end { try await load.waitForAnyProgress(of: 1) }
        load.stop()
        isCalm.change { $0 = true }
        await proxy.cut()
        try await load.judge(with: zk)
        // The last changes are made while nobody can hear of them.
        await proxy.refuse()
        await proxy.cut()
        try await load.finish(with: zk)
        await proxy.admit()
        try await group.waitForAll()
      }
      let figures =
        "reconnects \(chronicle.count(\.isReconnect)),"
        + " renewals \(chronicle.count(\.isRenewal)),"
        + " gaps \(chronicle.all.map(\.gaps).reduce(0, +))"
      print("chaos with seed \(Self.seed): \(load.summary), \(figures)")
    }
    await proxy.stop()
    try await expectQuiet(ensemble, after: chronicle.sessions)
  }

  private func configuration(
    _ proxy: ChaosProxy, _ chronicle: ClientChronicle
  ) throws -> ClientConfiguration {
    var configuration = ClientConfiguration(
      servers: try ServerList(validating: proxy.connectString))
    configuration.sessionTimeout = .seconds(6)
    configuration.requestTimeout = .seconds(10)
    configuration.onEvent = { chronicle.append($0) }
    return configuration
  }

  /// Lets something happen to whole servers every now and then. What befalls the connections one
  /// by one is planned.
  private func harm(_ proxy: ChaosProxy, while load: Load) async throws {
    var random = RandomSource(seed: Self.seed)
    while !load.isOver {
      try await load.waitForAnyProgress(of: 50)
      let server = Int.random(in: proxy.ports.indices, using: &random)
      // One at a time, or nobody would get on.
      await proxy.admit()
      switch Int.random(in: 0..<3, using: &random) {
      case 0: await proxy.cut(server: server)
      case 1: await proxy.strike(.stall, server: server)
      default:
        await proxy.refuse(server: server)
        await proxy.cut(server: server)
      }
    }
    await proxy.admit()
  }

  /// The servers have nothing left of the clients: not a session, once those have expired that
  /// were opened unheard, and not a watch.
  private func expectQuiet(_ ensemble: ApacheEnsemble, after sessions: Set<SessionID>) async throws
  {
    let leader = try await ensemble.waitForLeader()
    // Asking takes a moment, so that this is no busy loop.
    let end = ContinuousClock.now + .seconds(30)
    while let dump = await leader.answer(to: "dump"), sessions.contains(where: dump.mentions) {
      try #require(ContinuousClock.now < end, "sessions are left: \(dump)")
    }
    for member in ensemble.members {
      #expect(await member.answer(to: "wchs")?.contains("Total watches:0") == true)
    }
  }
}

extension String {
  fileprivate func mentions(_ session: SessionID) -> Bool { contains(session.description) }
}
