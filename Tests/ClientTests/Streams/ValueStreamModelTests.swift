import Foundation
import Testing
import ZooKeeper
import ZooKeeperModel

/// Whatever order things happen in, the last thing shown is how the node is in the end.
@Suite(.timeLimit(.minutes(1))) struct ValueStreamModelTests {
  private static let stepsPerSeed = 120

  private var seeds: [UInt64] {
    ProcessInfo.processInfo.environment["ZK_SEED"].flatMap(UInt64.init).map { [$0] }
      ?? Array(1...2_000)
  }

  @Test("the last change is never missed, and nothing is shown twice")
  func histories() {
    for seed in seeds {
      let problems = problems(with: seed)
      #expect(
        problems.isEmpty,
        "\(problems); repeat with: ZK_SEED=\(seed) swift test --filter ValueStreamModelTests")
      if !problems.isEmpty { return }
    }
  }

  private func problems(with seed: UInt64) -> [String] {
    var random = RandomSource(seed: seed)
    let executor = SteppedExecutor()
    let node = SimulatedNode()
    let reading = Reading(
      node.values(limit: Int.random(in: 1...4, using: &random)), on: executor)
    var historiesReplaced = 0
    for _ in 0..<Self.stepsPerSeed {
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<20: node.change(deleting: Int.random(in: 0..<4, using: &random) == 0)
      case 20..<40: node.serve()
      case 40..<65: node.receive()
      case 65..<90: executor.runOne()
      case 90..<92: node.timeOut()
      case 92..<95: node.disconnect(keepingRequests: Bool.random(using: &random))
      default:
        let replacesHistory = Int.random(in: 0..<5, using: &random) == 0
        if replacesHistory { historiesReplaced += 1 }
        node.reconnect(replacingHistory: replacesHistory)
      }
    }
    node.reconnect(replacingHistory: false)
    while executor.runOne() || node.serve() || node.receive() {}

    var problems: [String] = []
    let shown = reading.elements
    if shown.last != .some(node.current) {
      problems.append("the end is \(String(describing: node.current)), shown were \(shown)")
    }
    let repeated = zip(shown, shown.dropFirst()).count { $0 == $1 }
    if repeated > historiesReplaced {
      problems.append("the same was shown \(repeated) times in a row")
    }
    node.close()
    if !reading.hasEnded { problems.append("the end of the watch did not end the stream") }
    return problems
  }
}
