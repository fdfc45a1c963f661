import ClientScenarios
import PeerSupport
import Testing
import ZooKeeper

/// What clients go through with servers of years ago. `AgedServerTests` play the same beside one
/// that lacks what those lack.
@Suite(
  .enabled(
    if: Peers.areRequired && !OldServers.references.isEmpty,
    "old servers take part in `make peers-old`"),
  .serialized)
struct OldServerTests {
  @Test("With the real ones", arguments: OldServers.references, OldServerScenario.all)
  func play(_ reference: ApacheReference, _ scenario: OldServerScenario) async throws {
    let release = try #require(OldRelease(rawValue: reference.name))
    let server = try ApacheServer(reference)
    let address = ServerAddress(host: "127.0.0.1", port: UInt16(server.port))
    try await scenario.play(OldServerUnderTest(address, of: release))
    server.stop()
  }
}

private enum OldServers {
  static let references = (try? ApacheReference.old()) ?? []
}
