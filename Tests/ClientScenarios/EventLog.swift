import Testing
import ZooKeeper

/// What a client has told of itself, for a scenario that waits for something to happen.
final class EventLog: Sendable {
  private let events = LatestValue<[ClientEvent]>([])

  var all: [ClientEvent] { events.current }

  func count(_ isIt: (ClientEvent) -> Bool) -> Int { all.count(where: isIt) }

  /// A client tells of one thing at a time.
  func append(_ event: ClientEvent) {
    events.set(events.current + [event])
  }

  /// Waits until something has happened so often.
  func wait(times: Int = 1, for isIt: (ClientEvent) -> Bool) async throws {
    for await events in events.updates where events.count(where: isIt) >= times { return }
    try #require(!Task.isCancelled, "waited in vain; what happened is \(all)")
  }
}

extension ClientEvent {
  var isLoss: Bool { if case .connectionLost = self { true } else { false } }

  var isFailedAttempt: Bool { if case .attemptFailed = self { true } else { false } }

  var isConnection: Bool { if case .connected = self { true } else { false } }

  var isResumption: Bool {
    if case .connected(_, _, _, let resumed) = self { resumed } else { false }
  }

  var isRenewal: Bool { if case .sessionRenewed = self { true } else { false } }
}
