import Testing
import ZooKeeper
import ZooKeeperTesting

extension EnsembleTests {
  @Test(
    "a client whose server has no leader for long does not take what it has seen for lost",
    .timeLimit(.minutes(1)), arguments: Releases.all)
  func leaderless(_ release: ApacheRelease) async throws {
    try await withApacheEnsemble(release, observers: 0) { ensemble in
      let others = ensemble.members.dropFirst()
      let chronicle = ClientChronicle()
      // It knows of one server only: one that is away would be reason enough for doubt.
      var configuration = try ClientConfiguration(
        members: [ensemble.members[0]], sessionTimeout: .seconds(2))
      configuration.onEvent = { chronicle.append($0) }
      try await withZooKeeper(configuration) { zk in
        let created = try await zk.create("/history", "kept")
        let old = try #require(zk.session)
        try await zk.withChanges(at: "/history") { changes in
          for member in others { await member.stop() }
          for await state in zk.states where state == .connecting { break }
          for member in others { try await member.start() }
          try await chronicle.wait(for: \.isRenewal)

          let new = try #require(zk.session)
          #expect(
            chronicle.all.contains(.sessionRenewed(from: old, to: new, because: .expiredUnheard)))
          var iterator = changes.makeAsyncIterator()
          var gap = try await iterator.next()?.gap
          while gap == .reconnected { gap = try await iterator.next()?.gap }
          #expect(gap == .newSession)
          #expect(try await zk.get("/history").stat.czxid == created.stat?.czxid)
        }
      }
    }
  }
}
