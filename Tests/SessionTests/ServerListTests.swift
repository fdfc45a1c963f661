import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Another list of servers, and the search for one that can write.
@Suite struct ServerListTests {
  struct Change: Sendable {
    var old: ClosedRange<Int>
    var new: ClosedRange<Int>
    /// Of all clients, those that move.
    var share: Double

    /// Growing by half and by one; shrinking; with some replaced, all, and none.
    static let all = [
      Change(old: 1...3, new: 1...6, share: 0.5),
      Change(old: 1...4, new: 1...5, share: 0.2),
      Change(old: 1...5, new: 1...3, share: 0.4),
      Change(old: 1...3, new: 2...4, share: 1.0 / 3),
      Change(old: 1...3, new: 4...6, share: 1),
      Change(old: 1...4, new: 3...5, share: 0.5),
      Change(old: 1...3, new: 1...3, share: 0),
    ]
  }

  private static func servers(_ numbers: ClosedRange<Int>) -> [ServerAddress] {
    numbers.map { ServerAddress(host: "s\($0)") }
  }

  /// How many of `count` clients, spread evenly over one list, move when they learn of another, and
  /// how many of all are then at each server.
  private static func spread(
    from old: ClosedRange<Int>, to new: ClosedRange<Int>, count: Int = 3000
  ) -> (moved: Int, loads: [String: Int]) {
    var moved = 0
    var loads: [String: Int] = [:]
    for seed in 0..<count {
      let list = servers(old)
      let current = list[seed % list.count]
      var random = RandomSource(seed: UInt64(seed))
      var round = ServerRound(list, shuffledWith: &random, shuffles: false)
      round.prefer(current)
      _ = round.next()
      let moves = round.replace(with: servers(new), random: &random, shuffles: true)
      if moves { moved += 1 }
      loads[moves ? round.next().host : current.host, default: 0] += 1
    }
    return (moved, loads)
  }

  // The shares are those of Apache's client. A share p of n clients is off by less than five times
  // √(n·p·(1−p)), or 137 of 3,000, in all but one of a million draws; seeds are fixed, so it passes
  // always or never.
  @Test(
    "clients move with just the probability that fills all servers alike",
    arguments: Change.all)
  func balance(_ change: Change) {
    let (moved, loads) = ServerListTests.spread(from: change.old, to: change.new)
    #expect(abs(Double(moved) - 3000 * change.share) < 137)
    let each = 3000.0 / Double(change.new.count)
    for server in change.new { #expect(abs(Double(loads["s\(server)", default: 0]) - each) < 137) }
    #expect(Set(loads.keys).isSubset(of: change.new.map { "s\($0)" }))
  }

  @Test("a client whose server is gone moves, as soon as all that it asked is answered")
  func moves() {
    var script = Script.live([.a, .b])
    script.submit(.getData(ReadRequest(path: "/a", watch: false)))
    _ = script.take()
    script.machine.updateServers([.c])
    script.settle()
    #expect(script.take() == "")
    script.submit(.getData(ReadRequest(path: "/b", watch: false)))
    #expect(!script.take().contains(">"))
    script.reply(1)
    let text = script.take()
    #expect(text.contains("call 1: ok"))
    #expect(text.hasSuffix("  disconnect: moved\n  now suspended 0xa\n  resolve c"))
  }

  @Test("a client whose server stays does not move when servers go")
  func stays() {
    var script = Script.live([.a, .b, .c])
    script.machine.updateServers([.a, .b])
    script.settle()
    #expect(script.take().isEmpty)
    #expect(script.machine.serverList == [.a, .b] || script.machine.serverList == [.b, .a])
  }

  // 100, 200, 400 … ms between two questions, and never more than 60 s.
  @Test("a read-only session looks for a server that can write, often at first and seldom later")
  func search() {
    var script = Script([.a, .b, .c], timeout: .seconds(9)) { $0.allowsReadOnly = true }
    script.start()
    script.reach(0xA, readOnly: true)
    _ = script.take()
    var probes: [Int64] = []
    for _ in 0..<200_000 where probes.count < 13 {
      script.skip(.milliseconds(100))
      script.machine.heard(at: script.now)
      script.wait(.zero)
      if script.take().contains("probe") { probes.append(script.now.nanoseconds / 1_000_000) }
    }
    let pauses = zip(probes, probes.dropFirst()).map { $1 - $0 }
    #expect(probes.first == 100)
    #expect(
      pauses == [
        200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000, 60_000,
      ])
  }

  @Test("it asks the others in turn, and moves to the one that can write")
  func movesToWriter() {
    var script = Script([.a, .b, .c]) { $0.allowsReadOnly = true }
    script.start()
    script.reach(0xA, readOnly: true)
    _ = script.take()
    script.wait(.milliseconds(700))
    script.machine.probed(.b, canWrite: false)
    script.settle()
    script.machine.probed(.c, canWrite: true)
    script.settle()
    #expect(
      script.take() == """
        at 0.100 s
          probe b
        at 0.300 s
          probe c
        at 0.700 s
          probe b
          disconnect: moved
          now suspended 0xa
          resolve c
        """)
    script.reach(0xB)
    script.wait(.seconds(2))
    #expect(!script.take().contains("probe"))
  }

  @Test("the answer of a probe does not matter any more to a session that can write")
  func lateAnswer() {
    var script = Script.live([.a, .b])
    script.machine.probed(.b, canWrite: true)
    script.settle()
    #expect(script.take().isEmpty)
  }

  @Test("clients do not all begin at the same server")
  func shuffles() {
    var first: [String: Int] = [:]
    for seed in 0..<300 {
      var random = RandomSource(seed: UInt64(seed))
      var round = ServerRound([.a, .b, .c], shuffledWith: &random, shuffles: true)
      first[round.next().host, default: 0] += 1
    }
    #expect(first.values.allSatisfy { $0 > 60 && $0 < 140 })
  }
}
