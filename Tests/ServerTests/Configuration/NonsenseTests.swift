import Testing
import ZooKeeperServer

/// What a program asks for that no server can do.
@Suite struct NonsenseTests {
  static let nonsense: [(name: String, set: @Sendable (inout ServerConfiguration) -> Void)] = [
    ("tickMilliseconds", { $0.tickMilliseconds = 0 }),
    ("tickMilliseconds", { $0.tickMilliseconds = .max }),
    ("sessionTimeouts", { $0.sessionTimeouts = 0...10 }),
    ("reaping.intervalMilliseconds", { $0.reaping.intervalMilliseconds = 0 }),
    ("reaping.perMinuteMax", { $0.reaping.perMinuteMax = -1 }),
    ("connections.frameBytesMax", { $0.connections.frameBytesMax = 0 }),
    ("serverNumber", { $0.serverNumber = 255 }),
  ]

  @Test("it is refused by name, and nothing is left behind", arguments: nonsense.indices)
  func refused(_ index: Int) async throws {
    let (name, set) = Self.nonsense[index]
    let disk = StallingDisk()
    let failure = await #expect(throws: ServerFailure.self) {
      try await startServer(on: disk, configured: set)
    }
    #expect(failure?.kind == .configuration)
    #expect(failure?.description.contains(name) == true)
    #expect(disk.list("/data/version-2").isEmpty)
  }
}
