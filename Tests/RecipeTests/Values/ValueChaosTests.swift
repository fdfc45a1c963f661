import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// All at once, through a network that breaks again and again.
@Suite("Values in bad weather", .timeLimit(.minutes(1)))
struct ValueChaosTests {
  private static let writes = 60
  private static let last = 1_000_000

  @Test(
    "no change is lost or made twice, and everybody sees the last one", arguments: [1, 2, 3, 4])
  func survives(_ seed: UInt64) async throws {
    var chaos = SeededChaos(seed: seed)
    chaos.faults = ChaosFault.passing
    chaos.delayMilliseconds = 0...2
    chaos.requestsBeforeFault = 1...30
    let weather = chaos
    try await withTestServer { server in
      try await withChaosProxy(before: server.connectString, plan: weather.plan) { proxy in
        let servers = try ServerList(validating: proxy.connectString)
        try await withZooKeeper(servers) { zk in
          try await server.withClient { other in try await play(zk, other) }
          #expect(zk.metrics.reconnects > 0 && zk.metrics.watches == 0)
        }
      }
    }
  }

  private func play(_ zk: ZooKeeperClient, _ other: ZooKeeperClient) async throws {
    try await other.create("/flags")
    let history = zk.history(of: "/flags/c", as: Int.self, keeping: 5)
    for path in ["/flags/a", "/flags/b", "/flags/c"] as [ZNodePath] {
      try await other.create(path, "0")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for try await value in zk.values(of: "/flags/a", as: Int.self)
        where value?.value == Self.last { break }
      }
      group.addTask {
        for try await flags in zk.values(beneath: "/flags", as: Int.self)
        where flags["a"] == Self.last && flags["b"] == nil && flags["d"] == Self.last { break }
      }
      let counts = try await count { try await zk.update("/flags/b", as: Int.self) { $0 += 1 } }
      #expect(counts.contains(try await other.get("/flags/b", as: Int.self).value))
      let changes = try await count { try await history.update { $0 += 1 } }
      let present = try await other.get("/flags/c", as: Int.self)
      #expect(changes.contains(present.value))
      let kept = try await other.history(of: "/flags/c", as: Int.self, keeping: 5).versions()
      #expect(try kept.map { try $0.value() } == (0..<5).map { present.value - $0 })
      #expect(kept.first?.version == present.version)
      try await other.set("/flags/a", encoding: Self.last)
      try await other.delete("/flags/b")
      try await other.create("/flags/d", Self.last.encoded())
      try await group.waitForAll()
    }
  }

  /// How many changes were made: those that said so, and maybe those that did not know.
  private func count(_ change: () async throws -> Versioned<Int>) async throws -> ClosedRange<Int> {
    var made = 0
    var unknown = 0
    for _ in 0..<Self.writes {
      do {
        _ = try await change()
        made += 1
      } catch let error as ZooKeeperError {
        guard error.code == .connectionLost, error.outcome == .unknown else { throw error }
        unknown += 1
      }
    }
    return made...(made + unknown)
  }
}
