import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree

/// What four-letter words may ask of a running server.
struct HubFacts: ServerFacts {
  private let hub: ServerHub

  init(_ hub: ServerHub) {
    self.hub = hub
  }

  var version: String { ServerVersion.inReports }
  var uptimeMilliseconds: Int64 {
    max(0, hub.now.nanoseconds - hub.began.nanoseconds) / 1_000_000
  }
  var counters: ServerCounters { hub.counters }
  var outstandingRequests: Int {
    hub.connections.all.reduce(0) { $0 + $1.unansweredCount }
  }
  var lastZxid: Zxid { hub.machine.tree.lastZxid }
  var traceMask: Int64 { hub.traceMask }
}

// The tree and its watches.
extension HubFacts {
  var nodeCount: Int { hub.machine.tree.reportedCount }
  var ephemeralCount: Int { hub.machine.tree.ephemeralCount }
  var approximateDataSize: Int64 { hub.machine.tree.approximateDataSize }
  var ephemeralsBySession: [(session: SessionID, paths: [String])] {
    hub.machine.tree.ephemeralsBySession
  }
  var notedDigests: [(zxid: Zxid, digest: TreeDigest)] { hub.digests.noted }
  var watchCount: Int { hub.machine.watchCount }
  var dataWatches: WatchSummary {
    let counts = hub.machine.dataWatchCounts
    return WatchSummary(
      connectionCount: counts.connections, pathCount: counts.paths, watchCount: counts.watches)
  }
  var dataWatchesBySession: [(session: SessionID, paths: [String])] {
    hub.machine.dataWatchesBySession
  }
  var dataWatchesByPath: [(path: String, sessions: [SessionID])] {
    hub.machine.dataWatchesByPath
  }
}

// Sessions and connections.
extension HubFacts {
  var sessionCount: Int { hub.machine.sessions.count }
  var sessionDeadlines: [ExpiryGroup<SessionID>] {
    hub.machine.sessions.deadlines.map { group in
      ExpiryGroup(deadline: wall(group.deadline), members: group.sessions)
    }
  }
  var connectionCount: Int { hub.connections.count }
  var connections: [ConnectionFacts] { hub.connections.all.map(facts(of:)) }
  /// A connection with a session is given up with it.
  var connectionDeadlines: [ExpiryGroup<ConnectionFacts>] {
    var groups: [MonotonicInstant: [ConnectionFacts]] = [:]
    for connection in hub.connections.all {
      let session = hub.machine.session(of: connection.id)
      guard let deadline = connection.deadline ?? hub.machine.sessions.deadline(of: session)
      else { continue }
      groups[deadline, default: []].append(facts(of: connection))
    }
    return groups.sorted { $0.key < $1.key }.map {
      ExpiryGroup(deadline: wall($0.key), members: $0.value)
    }
  }

  private func facts(of connection: ServerConnection) -> ConnectionFacts {
    let session = hub.machine.session(of: connection.id)
    let timeout = hub.machine.sessions.timeout(of: session)
    return connection.facts(
      session: timeout.map { .init(id: session, timeoutMilliseconds: $0) })
  }

  /// The time on the wall at which a deadline comes, as far as anybody knows now.
  private func wall(_ instant: MonotonicInstant) -> Timestamp {
    let ahead = (instant.nanoseconds - hub.now.nanoseconds) / 1_000_000
    return Timestamp(millisecondsSinceEpoch: hub.moment.wall.millisecondsSinceEpoch + ahead)
  }
}

// Settings and surroundings.
extension HubFacts {
  var settings: SettingFacts {
    let configuration = hub.configuration
    return SettingFacts(
      clientPort: hub.port, tickMilliseconds: configuration.tickMilliseconds,
      connectionsPerAddressMax: configuration.connections.perAddressMax,
      sessionTimeouts: configuration.sessionTimeoutsInForce,
      backlog: configuration.connections.backlog)
  }
  var storage: StorageFacts { hub.store?.facts ?? StorageFacts.inMemory }
  var environment: [(name: String, value: String)] {
    [
      ("zookeeper.version", version),
      ("host.name", ProcessFacts.hostName),
      ("os.name", "Linux"),
      ("user.dir", ProcessFacts.workingDirectory),
    ]
  }
  var openFileDescriptors: Int { ProcessFacts.openDescriptors }
  var maximalFileDescriptors: Int { ProcessFacts.descriptorLimit }
}

extension StorageFacts {
  fileprivate static let inMemory = StorageFacts(
    snapshotDirectory: "", snapshotBytes: 0, logDirectory: "", logBytes: 0)
}
