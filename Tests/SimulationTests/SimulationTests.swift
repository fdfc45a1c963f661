import Foundation
import Testing
import ZooKeeperTesting

/// Clients and a server that meet without sockets, in virtual time: every seed another history.
///
/// `ZK_SEED=7` plays one of them again; `ZK_SEEDS=20000` plays so many, best in a release build.
@Suite struct SimulationTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static var seeds: Range<UInt64> {
    if let seed = environment["ZK_SEED"].flatMap(UInt64.init) { return seed..<seed + 1 }
    return 0..<(environment["ZK_SEEDS"].flatMap(UInt64.init) ?? 100)
  }

  @Test(
    "no call is lost, doubled or given another's reply, and no event goes missing unsaid",
    arguments: 0..<4 as Range<UInt64>)
  func invariants(share: UInt64) {
    var sum = SimulationFigures()
    for seed in SimulationTests.seeds where seed % 4 == share {
      let simulation = Simulation(seed: seed)
      simulation.run()
      sum += simulation.figures
      if let violation = simulation.violation { Issue.record("\(violation)") }
    }
    if SimulationTests.environment["ZK_SEEDS"] != nil { print(sum) }
  }

  @Test("a seed gives the same history each time")
  func reproduction() {
    let runs = (0..<2).map { _ in Simulation(seed: 5) }
    for run in runs { run.run() }
    #expect(runs[0].figures == runs[1].figures)
    #expect(runs[0].figures.calls > 0)
  }
}
