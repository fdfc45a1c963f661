import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperTesting

@testable import ZooKeeperRecipes

/// What happens in a line only if several things meet, brought about by hand.
@Suite("Lines", .timeLimit(.minutes(1)))
struct LineTests {
  private let parent: ZNodePath = "/line"

  private func line(_ zk: ZooKeeperClient, permits: Int = 1) -> Line {
    Line(
      client: zk, parent: parent, naming: LockLayout.curator.naming, acl: .open, permits: permits)
  }

  @Test("a node is not taken for one's own that another session created", arguments: [true, false])
  func looksAtOwner(_ isOurs: Bool) async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        try await zk.create(parent)
        let owner = isOurs ? zk : other
        let node = try await owner.create("/line/_c_0-lock-", mode: .ephemeralSequential)
        let found = try await line(zk).find("_c_0")
        #expect(found?.created.path == (isOurs ? node.path : nil))
      }
    }
  }

  @Test("a place of an earlier session is left behind, even while its node is still there")
  func leavesGhostBehind() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        let ghost = try await line(other).enter(Claim(identity: "ghost"))
        async let lease = line(zk).untilFirst(ghost, Claim(identity: "new"), nil)
        try await waitWhile { try await zk.children(of: parent).names.count < 2 }
        try await other.delete(ghost.created.path)
        let session = try await lease.session
        #expect(session == zk.session)
        try await lease.release()
      }
    }
  }

  @Test("who was served before anybody could see is no reason to wait for it")
  func seesThatOneWasServed() async throws {
    try await withServedClient { server, zk in
      let line = line(zk, permits: 2)
      let claim = Claim(identity: "me")
      var places: [Place] = []
      for _ in 0..<4 { places.append(try await line.enter(claim)) }
      // The first leaves, and the third has the permit, before the fourth hears of any of it.
      try await zk.delete(places[0].created.path)
      try await line.look(&places[2])
      let third = try #require(try await line.take(places[2], claim))
      let last = places[3]
      async let fourth = line.untilFirst(last, claim, nil)
      try await zk.delete(places[1].created.path)
      try await fourth.release()
      try await third.release()
    }
  }
}
