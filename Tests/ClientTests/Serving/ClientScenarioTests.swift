import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperServer
import ZooKeeperTesting

/// What clients go through, against the bundled server in this process. `ClientsApacheTests` play
/// the same against real servers.
@Suite(.timeLimit(.minutes(1)))
struct ClientScenarioTests {
  @Test("operations", arguments: ClientScenario.operations)
  func operations(_ scenario: ClientScenario) async throws {
    try await play(scenario)
  }

  @Test("watches", arguments: ClientScenario.watches)
  func watches(_ scenario: ClientScenario) async throws {
    try await play(scenario)
  }

  @Test("sessions", arguments: ClientScenario.sessions)
  func sessions(_ scenario: ClientScenario) async throws {
    try await play(scenario)
  }

  @Test("limits", arguments: ClientScenario.limits)
  func limits(_ scenario: ClientScenario) async throws {
    try await play(scenario)
  }

  private func play(_ scenario: ClientScenario) async throws {
    try await withTestServer {
      $0.sessionTimeouts = ServerUnderTest.sessionMilliseconds
    } _: { server in
      try await withChaosProxy(before: server.connectString) { proxy in
        let underTest = ServerUnderTest(
          proxy, before: server.port, root: "/scenario", eventsNameTheirChange: true,
          misfortunes: TestServerMisfortunes(server: server))
        try await underTest.play(scenario)
      }
    }
  }
}

private struct TestServerMisfortunes: Misfortunes {
  let server: TestServer

  func restart() async throws { try await server.restart() }

  func expire(_ ticket: SessionTicket) async throws { try await server.expire(ticket.session) }
}
