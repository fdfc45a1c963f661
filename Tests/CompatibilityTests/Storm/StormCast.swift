import PeerSupport
import StormSupport
import ZooKeeper
import ZooKeeperTesting

/// Who takes part in a storm.
struct StormCast: Sendable {
  struct Part: Sendable {
    let contender: StormContender
    let program: ContenderProgram
    var flaw: StormTask.Flaw?
  }

  let parts: [Part]

  /// Three of ours, of whom one stands still and one is killed now and then, and others' libraries.
  static func mixed(for prize: StormTask.Prize) throws -> StormCast {
    let ours = try ContenderProgram.ours()
    var parts = ["steady", "sleepy", "mortal"].map {
      Part(contender: .init($0, .ours), program: ours)
    }
    parts.append(Part(contender: .init("curator", .curator), program: try .curator()))
    // kazoo's semaphore has a layout of its own, in which we do not contend.
    if prize != .permit {
      parts.append(Part(contender: .init("kazoo", .kazoo), program: try .kazoo()))
    }
    return StormCast(parts: parts)
  }

  /// Two of ours, of whom one is not as it should be.
  static func flawed(_ flaw: StormTask.Flaw) throws -> StormCast {
    let ours = try ContenderProgram.ours()
    return StormCast(parts: [
      Part(contender: .init("sound", .ours), program: ours),
      Part(contender: .init("flawed", .ours), program: ours, flaw: flaw),
    ])
  }
}

/// Runs `body` in a storm among servers of its own.
func withStorm(
  over prize: StormTask.Prize, _ cast: StormCast, seed: UInt64,
  _ body: (Storm) async throws -> Void
) async throws {
  try await withApacheEnsemble(voters: 3, observers: 0) { ensemble in
    try await withZooKeeper(ClientConfiguration(members: ensemble.members)) { zk in
      let log = StormLog(permits: prize.owners)
      var task = StormTask(
        prize, servers: "", root: "/storm",
        sessionMilliseconds: Int(Storm.sessionTimeout / .milliseconds(1)), seed: seed)
      let common = task
      var participants: [StormParticipant] = []
      for (index, part) in cast.parts.enumerated() {
        let proxy = try await ChaosProxy.start(before: ensemble.connectString)
        task.servers = proxy.connectString
        task.seed = seed &+ UInt64(index)
        task.flaw = part.flaw
        participants.append(
          StormParticipant(part.contender, part.program, task, proxy: proxy, log: log))
      }
      let storm = Storm(
        ensemble, zk, seed: seed, task: common, log: log, participants: participants)
      do {
        try await storm.start()
        try await body(storm)
      } catch {
        print("a storm has failed; \(log.keep(seed: seed))")
        await storm.stop()
        throw error
      }
      await storm.stop()
    }
  }
}
