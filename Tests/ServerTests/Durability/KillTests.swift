import Foundation
import PeerSupport
import Testing
import ZooKeeperModel

/// A server in a process of its own that is killed, again and again, on the same files.
@Suite struct KillTests {
  private static let writers = 4

  @Test("killed under load fifty times, it has everything that it acknowledged")
  func underLoad() async throws {
    let scratch = try ScratchDirectory("zookeeper-killed")
    var random = RandomSource(seed: 20)
    var done = Array(repeating: 0, count: Self.writers)
    var sessions: [ConnectReply] = []
    for round in 1...50 {
      let server = try start(scratch)
      let port = try server.port()
      done = try await found(atLeast: done, on: port, "round \(round)")
      sessions = try await resumedAndOneMore(sessions, on: port)
      let crowd = WriterCrowd(done: done, steps: .max / 2, window: 16)
      let told = Guarded(0)
      async let acknowledged = crowd.write(to: port) { told.withLock { $0 += 1 } }
      let enough = Int.random(in: 1...600, using: &random)
      _ = try await onThread { told.wait(atMost: .seconds(20)) { $0 >= enough } }
      server.kill()
      done = try await acknowledged
    }
    let server = try start(scratch)
    done = try await found(atLeast: done, on: server.port(), "at the end")
    #expect(done.allSatisfy { $0 > 500 })
    #expect(server.stop() == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/version-2")
    #expect(names.count { $0.hasPrefix("snapshot.") } > 20)
  }

  @Test("killed while it starts and recovers, it loses nothing")
  func whileStarting() async throws {
    let scratch = try ScratchDirectory("zookeeper-killed")
    let first = try start(scratch)
    let crowd = WriterCrowd(done: Array(repeating: 0, count: Self.writers), steps: 2_000)
    let done = try await crowd.write(to: first.port())
    #expect(done.allSatisfy { $0 == 2_000 })
    first.kill()
    var random = RandomSource(seed: 21)
    for _ in 1...30 {
      let server = try start(scratch)
      // Nothing is waited for here: this is when the kill comes.
      let moment = Duration.microseconds(Int.random(in: 0...60_000, using: &random))
      _ = try await onThread { Guarded(()).wait(atMost: moment) { _ in false } }
      server.kill()
    }
    let last = try start(scratch)
    #expect(try await found(atLeast: done, on: last.port(), "at the end") == done)
  }

  /// Few transactions between snapshots, so that many are under way when the end comes.
  private func start(_ scratch: ScratchDirectory) throws -> BundledServerProcess {
    try BundledServerProcess([
      "--port", "0", "--data-dir", scratch.path, "--set", "snapCount=100",
      "--set", "maxSessionTimeout=60000",
    ])
  }

  private func found(
    atLeast acknowledged: [Int], on port: Int, _ label: String
  ) async throws -> [Int] {
    let found = try await WriterCrowd.found(of: acknowledged.count, on: port)
    for (found, acknowledged) in zip(found, acknowledged) {
      #expect(found >= acknowledged, Comment(rawValue: label))
    }
    return found
  }

  /// Comes back to the sessions of every round before, and begins another.
  private func resumedAndOneMore(
    _ sessions: [ConnectReply], on port: Int
  ) async throws -> [ConnectReply] {
    let newest = try await onThread {
      for session in sessions {
        let greeting = try DurabilityClient(port: port, resuming: session).greeting
        #expect(greeting.sessionID == session.sessionID)
        #expect(greeting.timeoutMilliseconds == session.timeoutMilliseconds)
      }
      return try DurabilityClient(port: port).greeting
    }
    #expect(!sessions.contains { $0.sessionID == newest.sessionID })
    return sessions + [newest]
  }
}
