import StormSupport
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTesting

// What happens to everybody, by chance: the same seed gives the same intentions.
extension Storm {
  /// Until the storm is over, lets happen everything that can happen.
  func rage() async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { try await self.killLeaders() }
      group.addTask { try await self.pauseOwners("sleepy") }
      group.addTask { try await self.killProcess("mortal") }
      for (index, participant) in participants.enumerated() {
        let random = RandomSource(seed: seed &+ 100 &+ UInt64(index))
        group.addTask { try await self.disturb(participant, random) }
      }
      try await group.waitForAll()
    }
  }

  private func killLeaders() async throws {
    var random = RandomSource(seed: seed &+ 1)
    while try await calm(seconds: 6...12, &random) {
      let leader = try await ensemble.waitForLeader()
      await leader.kill()
      note(.killedLeader, "\(leader.id)")
      _ = try await calm(seconds: 1...3, &random)
      try await leader.start()
      try await ensemble.waitUntilServing()
    }
  }

  /// Lets an owner stand still for longer than its session lives, right before it changes
  /// something.
  private func pauseOwners(_ name: String) async throws {
    var random = RandomSource(seed: seed &+ 2)
    let participant = try participant(name)
    while try await calm(seconds: 5...20, &random) { try await pauseOwner(participant) }
  }

  func pauseOwner(_ participant: StormParticipant) async throws {
    let pauses = participant.figures.pauses
    participant.send("pause")
    try await wait(for: "a pause") { participant.figures.pauses > pauses && participant.isPaused }
    try await zk.wait(for: Storm.sessionTimeout + .seconds(1))
    participant.resume()
  }

  private func killProcess(_ name: String) async throws {
    var random = RandomSource(seed: seed &+ 3)
    let participant = try participant(name)
    while try await calm(seconds: 5...20, &random) {
      participant.kill()
      note(.killedContender, name)
      while participant.ending == nil { try await zk.wait(for: .milliseconds(10)) }
      _ = try await calm(seconds: 0...2, &random)
      try participant.start()
    }
  }

  /// Lets something happen to the connections of one contender, every now and then.
  private func disturb(_ participant: StormParticipant, _ random: RandomSource) async throws {
    var random = random
    let proxy = participant.proxy
    let name = participant.contender.name
    while try await calm(seconds: 1...10, &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1:
        note(.cut, name)
        await proxy.cut()
      case 2:
        note(.refused, name)
        await proxy.refuse()
        await proxy.cut()
        _ = try await calm(seconds: 0...2, &random)
        await proxy.admit()
      case 3:
        note(.stalled, name)
        await proxy.stall()
        _ = try await calm(seconds: 0...6, &random)
        await proxy.resume()
      default:
        let fault = ChaosFault.allCases.randomElement(using: &random) ?? .cutBeforeReply
        note(.struck, "\(name): \(fault)")
        await proxy.strike(fault, after: Int.random(in: 0...6, using: &random))
      }
    }
  }

  /// Waits for so many seconds, or for the end of the storm. Returns whether it goes on.
  private func calm(
    seconds: ClosedRange<Int>, _ random: inout RandomSource
  ) async throws -> Bool {
    let range = seconds.lowerBound * 1000...seconds.upperBound * 1000
    let end = ContinuousClock.now + .milliseconds(Int.random(in: range, using: &random))
    while ContinuousClock.now < end, !isOver { try await zk.wait(for: .milliseconds(50)) }
    return !isOver
  }
}
