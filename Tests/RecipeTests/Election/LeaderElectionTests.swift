import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Elections", .timeLimit(.minutes(2)))
struct LeaderElectionTests {
  private let path: ZNodePath = "/scheduler/leader"

  @Test("one leads at a time, in the order in which they stood, and hands over by returning")
  func takesTurns() async throws {
    try await withServedClient { server, zk in
      let log = Journal<FencingToken>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            try await zk.election(path).lead { lease in
              let leaders = log.enter(lease.token)
              #expect(leaders == 1)
              try await zk.sync()
              log.leave()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(log.entries.count == 20)
      #expect(log.entries == log.entries.sorted())
      #expect(try await zk.children(of: path).names.isEmpty)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("a leader who is deposed stands again, and leads again", arguments: Deposition.allCases)
  func standsAgain(_ deposition: Deposition) async throws {
    try await withServedClient(sessionTimeout: .seconds(4)) { server, zk in
      let tokens = Journal<FencingToken>()
      let result = try await zk.election(path).lead(as: "host-7") { lease in
        guard tokens.enter(lease.token) == 1 else { return "again" }
        switch deposition {
        case .sessionEnds: try await server.expire(lease.session)
        case .nodeIsDeleted: try await zk.delete(lease.path)
        case .serverIsSilent: try await server.stallConnection(of: lease.session)
        }
        await lease.untilLost()
        // Whoever notices only when it fails is deposed as well.
        switch deposition {
        case .nodeIsDeleted: try lease.check()
        case .sessionEnds: throw ZooKeeperError(.sessionExpired, outcome: .unknown, operation: .set)
        case .serverIsSilent: break
        }
        while true { try await zk.wait(for: .seconds(60)) }
      }
      #expect(result == "again")
      #expect(tokens.entries.count == 2 && tokens.entries == tokens.entries.sorted())
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
    }
  }

  enum Deposition: CaseIterable {
    case sessionEnds, nodeIsDeleted, serverIsSilent
  }

  @Test("what the leader throws ends its candidacy, and the next one leads")
  func throwsOut() async throws {
    struct Failure: Error {}
    try await withServedClient { server, zk in
      do {
        try await zk.election(path).lead { _ in throw Failure() }
        Issue.record("nothing was thrown")
      } catch is Failure {}
      try await zk.election(path).lead { lease in try lease.check() }
      #expect(try await zk.children(of: path).names.isEmpty)
    }
  }

  @Test("who returns although the leadership was lost is told so, and does not lead again")
  func returnsTooLate() async throws {
    try await withServedClient { server, zk in
      let turns = Journal<FencingToken>()
      await expectFailure(.leaseLost) {
        try await zk.election(path).lead { lease in
          _ = turns.enter(lease.token)
          try await server.expire(lease.session)
          await lease.untilLost()
        }
      }
      #expect(turns.entries.count == 1)
    }
  }

  @Test("a candidate and a leader who are cancelled leave nothing behind")
  func isCancelled() async throws {
    try await withServedClient { server, zk in
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<2 {
          group.addTask {
            try? await zk.election(path).lead { _ in
              while true { try await zk.wait(for: .seconds(60)) }
            }
          }
        }
        try? await waitWhile { zk.metrics.watches == 0 }
        group.cancelAll()
      }
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test(
    "those who look on see every leader who stays, and none between", arguments: ElectionLayout.all)
  func isSeen(_ layout: ElectionLayout) async throws {
    try await withServedClient { server, zk in
      try await server.withClient { witness in
        let election = zk.election(path, layout: layout)
        var leaders = witness.election(path, layout: layout).leaders.makeAsyncIterator()
        let nobody = try await leaders.next()
        #expect(nobody == .some(nil))
        try await election.lead(as: "first") { lease in
          let first = try await witness.election(path, layout: layout).leader()
          #expect(first?.identity == "first" && first?.token == lease.token)
          #expect(first?.session == zk.session)
        }
        let seen = Journal<String>()
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for name in ["second", "third"] {
              try await election.lead(as: Payload(name)) { _ in
                try await waitWhile { seen.entries.last != name }
              }
            }
          }
          while seen.entries.count < 2 {
            // Nobody led for a moment, which may be seen.
            if let leader = try await leaders.next() ?? nil {
              _ = seen.enter(leader.identity.text ?? "")
            }
          }
          try await group.waitForAll()
        }
        #expect(seen.entries == ["second", "third"])
        #expect(try await leaders.next() == .some(nil))
      }
    }
  }

  @Test("candidates are seen in their order, whoever comes or goes")
  func candidatesAreSeen() async throws {
    try await withServedClient { server, zk in
      var candidates = zk.election(path).candidates.makeAsyncIterator()
      let nobody = try await candidates.next()
      #expect(nobody?.inOrder == [] && nobody?.zxid == nil)
      let line = zk.election(path)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for name in ["first", "second"] {
          group.addTask {
            try await line.lead(as: Payload(name)) { _ in
              while true { try await zk.wait(for: .seconds(60)) }
            }
          }
          while let seen = try await candidates.next() {
            if seen.inOrder.last?.identity.text == name { break }
          }
        }
        let names = try await line.candidates.first { _ in true }?.inOrder.map(\.identity)
        #expect(names == ["first", "second"])
        group.cancelAll()
      }
      while let seen = try await candidates.next(), seen.leader != nil {}
    }
  }

  @Test(
    "whichever request of a candidate meets a fault, it leads, once and alone",
    arguments: Strike.all(upTo: 3))
  func leadsDespite(_ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create(path, parents: .create)
      await proxy.strike(strike)
      let turns = Journal<FencingToken>()
      try await zk.election(path).lead { lease in
        _ = turns.enter(lease.token)
        let names = try await zk.children(of: path).names
        #expect(names == [lease.path.name])
      }
      #expect(turns.entries.count == 1)
      try await waitWhile { try await !zk.children(of: path).names.isEmpty }
    }
  }

  @Test("a client that is closed ends its candidacies")
  func isClosed() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        await expectFailure(.leaseLost) {
          try await zk.election(path).lead { lease in
            await zk.close()
            while true { try await other.wait(for: .seconds(60)) }
          }
        }
        let names = try await other.children(of: path).names
        #expect(names.isEmpty)
      }
    }
  }
}

extension ElectionLayout {
  fileprivate static let all: [ElectionLayout] = [.curatorLatch, .curatorSelector, .kazoo]
}
