import ZooKeeperModel
import ZooKeeperTree

@testable import ZooKeeperServer

/// The facts behind one answer of a recording.
struct RecordedFacts: ServerFacts {
  let recording: Recording
  /// Which answer it is.
  let file: String

  private var isAfterReset: Bool { file.hasSuffix("after-reset") }

  var version: String { recording.version }
  var uptimeMilliseconds: Int64 { recording.uptime }
  var outstandingRequests: Int { 0 }
  var lastZxid: Zxid { Zxid(rawValue: 0x10d) }
  var traceMask: Int64 { file == "gtmk" ? 306 : 7 }

  var counters: ServerCounters {
    var counters = ServerCounters()
    for _ in 0..<(recording.packets[file] ?? 0) {
      counters.received()
      counters.sent()
    }
    guard !isAfterReset else { return counters }
    let count = recording.clients.reduce(0) { $0 + $1.latencies.count }
    let latencies = Recording.latencies(
      count, sum: recording.totalLatency, max: recording.maximalLatency, last: 0)
    for latency in latencies {
      counters.answered(.took(latency, answer: latency, .setData, xid: 1, zxid: .zero))
    }
    return counters
  }

  var nodeCount: Int { 9 }
  var ephemeralCount: Int { 3 }
  var approximateDataSize: Int64 { 116 }
  var notedDigests: [(zxid: Zxid, digest: TreeDigest)] {
    var history = DigestHistory()
    for zxid in 0x7f...0x101 {
      let value = zxid == 0x80 ? recording.digests[0] : recording.digests[1]
      history.note(TreeDigest(value: value), after: Zxid(rawValue: Int64(zxid)))
    }
    return history.noted
  }

  var watchCount: Int { recording.watchCount }
  var dataWatches: WatchSummary {
    WatchSummary(connectionCount: 2, pathCount: 4, watchCount: 5)
  }
  var dataWatchesBySession: [(session: SessionID, paths: [String])] {
    recording.watchOrder.map { who in
      (session(of: who), who == .first ? ["/app", "/none"] : ["/app", "/lasting", "/deep"])
    }
  }
  var dataWatchesByPath: [(path: String, sessions: [SessionID])] {
    [
      ("/app", recording.watchOrderOnPath.map(session(of:))),
      ("/lasting", [session(of: .second)]),
      ("/none", [session(of: .first)]),
      ("/deep", [session(of: .second)]),
    ]
  }
  var ephemeralsBySession: [(session: SessionID, paths: [String])] {
    [
      (session(of: .second), ["/app/three"]), (session(of: .first), ["/app/one", "/app/two"]),
    ]
  }

  var sessionCount: Int { 4 }
  var sessionDeadlines: [ExpiryGroup<SessionID>] {
    recording.sessionDeadlines.map { group in
      ExpiryGroup(
        deadline: moment(group.second), members: group.session.map { [session(of: $0)] } ?? [])
    }
  }
  var connectionCount: Int { 6 }
  var connectionDeadlines: [ExpiryGroup<ConnectionFacts>] {
    recording.connectionDeadlines.map { group in
      ExpiryGroup(deadline: moment(group.second), members: group.connections.map(connection))
    }
  }
  var connections: [ConnectionFacts] {
    var connections = recording.order.map(connection)
    connections.insert(connection(of: .asker), at: recording.askers[file]?.place ?? 0)
    return connections
  }

  var settings: SettingFacts {
    SettingFacts(
      clientPort: recording.port, tickMilliseconds: 3_000, connectionsPerAddressMax: 60,
      sessionTimeouts: 6_000...60_000, backlog: nil)
  }
  var storage: StorageFacts {
    StorageFacts(
      snapshotDirectory: "\(recording.directory)/data/version-2",
      snapshotBytes: recording.snapshotBytes,
      logDirectory: "\(recording.directory)/log/version-2", logBytes: recording.logBytes)
  }
  var environment: [(name: String, value: String)] {
    [
      ("zookeeper.version", version), ("host.name", "localhost"), ("os.name", "Linux"),
      ("os.arch", "amd64"),
    ]
  }
  var openFileDescriptors: Int { recording.openFileDescriptors }
  var maximalFileDescriptors: Int { 20_000 }
}

extension RecordedFacts {
  private func moment(_ second: Int64) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: Recording.midnight + second * 1_000)
  }

  private func session(of who: Recording.Who) -> SessionID {
    SessionID(rawValue: recording.firstSession + Int64(who.rawValue))
  }

  private func connection(of who: Recording.Who) -> ConnectionFacts {
    var facts = ConnectionFacts(
      address: who == .second ? "0:0:0:0:0:0:0:1" : "127.0.0.1", port: recording.strangersPort,
      isRead: true, hasUnsentBytes: false, outstanding: 0,
      established: Timestamp(millisecondsSinceEpoch: 0), counters: ConnectionCounters())
    if who == .asker {
      facts.port = recording.askers[file]?.port ?? 0
      facts.isRead = false
      facts.counters.received()
    } else if who != .stranger {
      let client = recording.clients[who.rawValue]
      facts.port = client.port
      facts.established = Timestamp(millisecondsSinceEpoch: client.established)
      facts.session = ConnectionFacts.Session(
        id: session(of: who), timeoutMilliseconds: Int32(20_000 + who.rawValue * 10_000))
      facts.counters = counters(of: client)
      if isAfterReset { facts.counters.reset() }
    }
    return facts
  }

  private func counters(of client: Recording.Client) -> ConnectionCounters {
    var counters = ConnectionCounters()
    for _ in 0..<client.received { counters.received() }
    for _ in 0..<client.sent { counters.sent() }
    for latency in client.latencies {
      counters.answered(
        .took(
          latency, answer: client.lastAnswer, client.operation, xid: client.xid,
          zxid: Zxid(rawValue: client.zxid)))
    }
    return counters
  }
}

extension AnsweredRequest {
  /// A request that took some milliseconds until it was answered at a millisecond.
  static func took(
    _ latency: Int64, answer: Int64, _ operation: OpCode?, xid: Int32, zxid: Zxid
  ) -> AnsweredRequest {
    AnsweredRequest(
      operation: operation, xid: Xid(rawValue: xid), zxid: zxid,
      arrival: MonotonicInstant(nanoseconds: (answer - latency) * 1_000_000),
      answer: MonotonicInstant(nanoseconds: answer * 1_000_000))
  }
}
