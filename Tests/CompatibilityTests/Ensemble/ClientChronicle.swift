import Testing
import ZooKeeper

/// What clients have told of themselves, for a test that waits for something to happen, and for
/// what is to be said of it at the end.
final class ClientChronicle: Sendable {
  private let events = Watchful<[ClientEvent]>([])

  var all: [ClientEvent] { events.value }

  func append(_ event: ClientEvent) {
    events.change { $0.append(event) }
  }

  func count(_ isIt: (ClientEvent) -> Bool) -> Int { all.count(where: isIt) }

  /// Waits until something has happened so often.
  func wait(times: Int = 1, for isIt: (ClientEvent) -> Bool) async throws {
    try await events.wait { $0.count(where: isIt) >= times }
  }

  /// The sessions that servers gave to the clients.
  var sessions: Set<SessionID> {
    Set(
      all.compactMap { event in
        if case .connected(_, let session, _, _) = event { session } else { nil }
      })
  }
}

extension ClientEvent {
  var isReconnect: Bool {
    if case .connected(_, _, _, resumed: true) = self { true } else { false }
  }

  var isRenewal: Bool { if case .sessionRenewed = self { true } else { false } }

  /// How many watches were told of a gap.
  var gaps: Int { if case .changesMissed(let watches) = self { watches } else { 0 } }

  /// The ports of the servers that the client uses from now on.
  var servers: Set<UInt16>? {
    if case .serversChanged(let servers) = self { Set(servers.map(\.port)) } else { nil }
  }

  func isLoss(of member: UInt16, _ cause: Disconnection) -> Bool {
    if case .connectionLost(let server, cause, _, _) = self { server.port == member } else { false }
  }
}

/// Expects a call to fail in this way, with nothing applied unless something else is said.
func expectFailure<Result>(
  _ code: ZooKeeperError.Code, _ outcome: ZooKeeperError.Outcome = .notApplied,
  sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Result
) async {
  do {
    let result = try await call()
    Issue.record("not refused, but \(result)", sourceLocation: sourceLocation)
  } catch let error as ZooKeeperError {
    let isExpected = error.code == code && error.outcome == outcome
    #expect(isExpected, "\(error)", sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}
