import Testing
import ZooKeeperTesting

struct SeededChaosTests {
  @Test("the same seed makes the same plans, another seed makes others")
  func repeats() {
    let connections = 1...100
    let plans = connections.map(SeededChaos(seed: 7).plan)
    #expect(connections.reversed().map(SeededChaos(seed: 7).plan) == plans.reversed())
    #expect(connections.map(SeededChaos(seed: 8).plan) != plans)
    #expect(Set(plans).count > 90)
  }

  @Test("plans stay inside of their limits and use all of them")
  func limits() {
    var chaos = SeededChaos(seed: 1)
    chaos.delayMilliseconds = 3...4
    chaos.pieceBytes = 5...6
    chaos.requestsBeforeFault = 7...8
    let plans = (1...200).map(chaos.plan)
    #expect(Set(plans.map(\.delayToServer)) == [.milliseconds(3), .milliseconds(4)])
    #expect(Set(plans.map(\.delayToClient)) == [.milliseconds(3), .milliseconds(4)])
    #expect(Set(plans.map(\.pieceBytesMax)) == [nil, 5, 6])
    #expect(Set(plans.map { $0.misfortune?.fault }) == Set(ChaosFault.allCases))
    #expect(Set(plans.map { $0.misfortune?.requestsBefore }) == [7, 8])
  }

  @Test("without faults to choose from nothing breaks")
  func peace() {
    var chaos = SeededChaos(seed: 1)
    chaos.faults = []
    #expect((1...50).map(chaos.plan).allSatisfy { $0.misfortune == nil })
  }
}
