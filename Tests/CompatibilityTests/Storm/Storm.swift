import PeerSupport
import StormSupport
import Synchronization
import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTesting

/// Processes that contend for the same thing by different libraries, beside servers of which one
/// is killed now and then, while their connections suffer all that can happen to connections.
final class Storm: Sendable {
  static let sessionTimeout = Duration.milliseconds(4000)

  let ensemble: ApacheEnsemble
  /// Asks the servers, and tells the time. No harm is done to it.
  let zk: ZooKeeperClient
  let seed: UInt64
  let participants: [StormParticipant]
  let log: StormLog
  private let state = Mutex(State())

  private struct State {
    var harm = StormHarm()
    var isOver = false
  }

  private let task: StormTask

  init(
    _ ensemble: ApacheEnsemble, _ zk: ZooKeeperClient, seed: UInt64, task: StormTask,
    log: StormLog, participants: [StormParticipant]
  ) {
    self.ensemble = ensemble
    self.zk = zk
    self.seed = seed
    self.task = task
    self.log = log
    self.participants = participants
  }

  var harm: StormHarm { state.withLock { $0.harm } }

  /// Something was done, to somebody.
  func note(_ deed: StormHarm.Deed, _ victim: String) {
    log.remark("\(deed.rawValue) \(victim)")
    state.withLock { $0.harm.deeds[deed, default: 0] += 1 }
  }

  var isOver: Bool { state.withLock { $0.isOver } }

  func end() { state.withLock { $0.isOver = true } }

  func participant(_ name: String) throws -> StormParticipant {
    try #require(participants.first { $0.contender.name == name })
  }
}

// Before and after.
extension Storm {
  func start() async throws {
    let counter = try ZNodePath(validating: task.counter)
    try await zk.create(counter, "0 0", parents: .create)
    // No container: others' libraries do not get on everywhere when their line vanishes.
    try await zk.create(try ZNodePath(validating: task.line))
    for participant in participants { try participant.start() }
  }

  /// The weather is good again: everybody gets on.
  func calm() async throws {
    log.remark("calm")
    for participant in participants {
      await participant.proxy.resume()
      await participant.proxy.admit()
      // What was still to befall a connection goes with it.
      await participant.proxy.cut()
    }
    for member in ensemble.members { try await member.start() }
    try await ensemble.waitUntilServing()
    let before = participants.map(\.figures.changes)
    for (participant, changes) in zip(participants, before) {
      try await wait(for: "\(participant.contender.name) to get on") {
        participant.figures.changes > changes
      }
    }
  }

  /// Everybody leaves in good order, and nothing is left.
  func leave() async throws {
    for participant in participants { participant.send("leave") }
    for participant in participants {
      try await wait(for: "\(participant.contender.name) to leave") { participant.ending != nil }
      try participant.ending?.get()
    }
    let line = try ZNodePath(validating: task.line)
    try await wait(for: "the line to be empty") {
      try await zk.sync(line)
      return try await !zk.walk(line).contains { $0.stat.ephemeralOwner != nil }
    }
    for member in ensemble.members {
      try await wait(for: "watches of server \(member.id) to be gone") {
        await member.answer(to: "wchs")?.contains("Total watches:0") == true
      }
    }
  }

  /// Ends everybody who is left, whatever they do.
  func stop() async {
    for participant in participants {
      participant.kill()
      await participant.proxy.stop()
    }
  }

  /// How far all have counted together.
  func readCount() async throws -> Int64? {
    let counter = try ZNodePath(validating: task.counter)
    try await zk.sync(counter)
    return try await zk.get(counter).text?.split(separator: " ").first.flatMap { Int64($0) }
  }

  /// Asks until the answer is yes. Processes cannot announce what they do, and servers that are
  /// killed do not.
  func wait(
    for what: String, atMost limit: Duration = .seconds(120),
    until isReached: () async throws -> Bool
  ) async throws {
    let end = ContinuousClock.now + limit
    while try await !isReached() {
      for participant in participants where participant.ending.isFailure {
        try participant.ending?.get()
      }
      try #require(ContinuousClock.now < end, "waited in vain for \(what)")
      try await zk.wait(for: .milliseconds(20))
    }
  }
}

extension Result<Void, any Error>? {
  /// Whether a process has ended otherwise than it should.
  fileprivate var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}
