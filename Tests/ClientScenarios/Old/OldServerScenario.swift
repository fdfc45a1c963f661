package import ZooKeeper

/// Something that clients go through with a server of years ago, which lacks operations that a
/// client of today has.
///
/// Each lack is one clear error, or is made up for; never a loop of connections that the server
/// ends. What is expected was seen with the real releases.
package struct OldServerScenario: Sendable {
  package typealias Play = @Sendable (OldServerUnderTest) async throws -> Void

  /// What is shown, in words.
  package let name: String
  package let play: Play

  init(_ name: String, _ play: @escaping Play) {
    self.name = name
    self.play = play
  }
}

/// An old server that a scenario plays with. Its tree is empty.
package struct OldServerUnderTest: Sendable {
  package let address: ServerAddress
  package let release: OldRelease

  package init(_ address: ServerAddress, of release: OldRelease) {
    self.address = address
    self.release = release
  }

  /// Runs `body` with a client of this server, and with what it tells of itself.
  func withClient(
    _ body: (ZooKeeperClient, EventLog) async throws -> Void
  ) async throws {
    let log = EventLog()
    var configuration = ClientConfiguration(servers: try ServerList([address]))
    configuration.onEvent = { log.append($0) }
    try await withZooKeeper(configuration) { try await body($0, log) }
  }
}

/// A release that lacks something.
package enum OldRelease: String, Sendable, CaseIterable {
  case v34 = "3.4"
  case v36 = "3.6"
}
