import ClientScenarios
import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

/// What clients go through, against real servers. `ClientScenarioTests` play the same against the
/// bundled one.
@Suite(
  .enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized,
  .timeLimit(.minutes(2)))
struct ClientsApacheTests {
  @Test("as with the bundled server", arguments: SharedApache.all, ClientScenario.all)
  fileprivate func play(_ apache: SharedApache, _ scenario: ClientScenario) async throws {
    let server = try await apache.server()
    try await withChaosProxy(before: server.connectString) { proxy in
      let underTest = ServerUnderTest(
        proxy, before: server.port, root: "/scenario",
        eventsNameTheirChange: apache.release != .debian,
        misfortunes: ApacheMisfortunes(server: server))
      try await underTest.play(scenario)
    }
  }
}

/// A server that scenarios share, one behind the other, because it takes seconds to start. It ends
/// with the process.
private actor SharedApache: CustomTestStringConvertible {
  nonisolated let release: ApacheRelease
  private nonisolated let name: String
  private var ensemble: ApacheEnsemble?

  private init(_ release: ApacheRelease, _ name: String) {
    self.release = release
    self.name = name
  }

  static let all: [SharedApache] = {
    // A release that is named and not there fails the tests of the suite beside this one.
    let newest = try? ApacheReference.newest()
    return [SharedApache(.debian, "Debian's Apache")]
      + (newest.map { [SharedApache(ApacheRelease(classPath: $0.classPath), "Apache 3.9")] } ?? [])
  }()

  nonisolated var testDescription: String { name }

  func server() async throws -> ApacheMember {
    if let ensemble { return ensemble.members[0] }
    let started = try await ApacheEnsemble.start(release, voters: 1, observers: 0) { settings in
      settings.properties["zookeeper.extendedTypesEnabled"] = "true"
    }
    ensemble = started
    return started.members[0]
  }
}

private struct ApacheMisfortunes: Misfortunes {
  let server: ApacheMember

  func restart() async throws {
    await server.stop()
    try await server.start()
    try await server.waitUntilServing()
  }

  /// Whoever holds the ticket can close the session; to its client that is as if it had expired.
  func expire(_ ticket: SessionTicket) async throws {
    var configuration = ClientConfiguration(
      servers: try ServerList(validating: server.connectString))
    configuration.resume = ticket
    configuration.onExpiry = .end
    try await withZooKeeper(configuration) { try await $0.untilConnected() }
  }
}
