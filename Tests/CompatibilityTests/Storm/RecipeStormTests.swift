import Foundation
import PeerSupport
import StormSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

/// Contenders of three libraries in three languages, and nobody who owns what another one owns.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct RecipeStormTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = environment["ZK_STORM_SECONDS"].flatMap { Int($0) } ?? 60
  private static let seed = environment["ZK_SEED"].flatMap { UInt64($0) } ?? 5

  @Test(
    "in a storm nobody owns what another one owns, and afterwards everybody gets on",
    .timeLimit(.minutes(6 + seconds / 60)), arguments: StormTask.Prize.allCases)
  func storm(over prize: StormTask.Prize) async throws {
    // What leadership and permits stand on is the same line, seen at length with the lock.
    let seconds = prize == .lock ? Self.seconds : Self.seconds / 3
    print("a storm of \(seconds) s over the \(prize.rawValue), with seed \(Self.seed)")
    try await withStorm(over: prize, try .mixed(for: prize), seed: Self.seed) { storm in
      try await storm.wait(for: "everybody to get on") {
        storm.participants.allSatisfy { $0.figures.changes > 0 }
      }
      try await withThrowingTaskGroup { group in
        group.addTask { try await storm.rage() }
        let end = ContinuousClock.now + .seconds(seconds)
        let limit = Duration.seconds(seconds + 120)
        try await storm.wait(for: "the storm to have done its worst", atMost: limit) {
          ContinuousClock.now >= end && storm.hasDoneItsWorst
        }
        storm.end()
        try await group.waitForAll()
      }
      try await storm.calm()
      try await storm.leave()
      try await storm.judge()
    }
  }

  @Test(
    "a storm finds out who owns what another one owns", .timeLimit(.minutes(3)),
    arguments: StormTask.Flaw.allCases)
  func findsFlaw(_ flaw: StormTask.Flaw) async throws {
    try await withStorm(over: .lock, try .flawed(flaw), seed: Self.seed) { storm in
      let flawed = try storm.participant("flawed")
      if flaw == .ignoresLoss { try await storm.pauseOwner(flawed) }
      try await storm.wait(for: "the flaw to be found out") {
        storm.log.checker.violations().contains { violation in
          if case .tooManyOwners(let owners) = violation {
            owners.contains { $0.contender == flawed.contender }
          } else {
            false
          }
        }
      }
    }
  }
}

extension Storm {
  /// Whether it was worth its name: nobody was spared.
  fileprivate var hasDoneItsWorst: Bool {
    let losses = participants.map(\.figures.lost).reduce(0, +)
    return losses > 0 && harm.count(of: .killedLeader) > 0
      && harm.count(of: .killedContender) > 0 && participants.contains { $0.figures.pauses > 0 }
  }

  fileprivate func judge() async throws {
    let checker = log.checker
    let libraries = Set(participants.map(\.contender.library))
    for library in StormContender.Library.allCases where libraries.contains(library) {
      let figures = checker.figures(of: library)
      print("  \(library.rawValue): \(figures)")
      #expect(figures.acquired > 0)
    }
    print("  \(harm), beliefs superseded: \(checker.supersededBeliefs)")
    let violations = checker.violations(count: try await readCount())
    guard !violations.isEmpty else { return }
    for violation in violations.prefix(10) { Issue.record("\(violation)") }
    Issue.record("\(violations.count) violations; \(log.keep(seed: seed))")
  }
}
