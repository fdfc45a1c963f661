import ZooKeeperModel

/// A peer, and the sessions that its clients have had there.
struct DifferentialSide<Peer: DifferentialPeer> {
  var peer: Peer
  /// What each client was greeted with last.
  private var greetings: [Int: ConnectReply] = [:]
  /// Sessions by the order in which they were opened, which is the same on both sides.
  private var numbers: [SessionID: Int64] = [:]

  init(_ peer: Peer) {
    self.peer = peer
  }

  mutating func open(_ place: Int, timeoutMilliseconds: Int32) throws -> ConnectReply? {
    let nobody = Secret([UInt8](repeating: 0, count: 16))
    let reply = try peer.connect(place, request(.none, nobody, timeoutMilliseconds))
    greetings[place] = reply
    if let session = reply?.sessionID { numbers[session] = Int64(numbers.count) + 1 }
    return reply
  }

  mutating func move(_ place: Int, timeoutMilliseconds: Int32) throws -> ConnectReply? {
    guard let greeting = greetings[place] else { return nil }
    return try peer.connect(
      place, request(greeting.sessionID, greeting.password, timeoutMilliseconds))
  }

  /// Comes with a client's session and a wrong password, on a connection that is nobody's.
  mutating func rob(_ place: Int) throws -> ConnectReply? {
    guard let greeting = greetings[place] else { return nil }
    let wrong = Secret([UInt8](repeating: 7, count: 16))
    return try peer.connect(-1, request(greeting.sessionID, wrong, 60_000))
  }

  private func request(
    _ session: SessionID, _ password: Secret?, _ timeoutMilliseconds: Int32
  ) -> ConnectRequest {
    ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: timeoutMilliseconds, sessionID: session,
      password: password, readOnly: false)
  }
}

// Without clocks, with sessions by their numbers, and lists without an order sorted.
extension DifferentialSide {
  func normalized(_ greeting: ConnectReply) -> ConnectReply {
    ConnectReply(
      timeoutMilliseconds: greeting.timeoutMilliseconds,
      sessionID: greeting.sessionID == .none ? .none : normalized(greeting.sessionID),
      // It follows from the session's id, so only a refusal's is the same.
      password: greeting.sessionID == .none ? greeting.password : nil,
      readOnly: greeting.readOnly)
  }

  func normalized(_ reply: Reply?) -> Reply? {
    switch reply {
    case .created(let body): .created(CreateReply(path: body.path, stat: normalized(body.stat)))
    case .stat(let stat): .stat(normalized(stat))
    case .data(let body): .data(DataReply(data: body.data, stat: normalized(body.stat)))
    case .children(let names): .children(names?.sorted())
    case .childrenWithStat(let body):
      .childrenWithStat(
        ChildrenReply(children: body.children?.sorted(), stat: normalized(body.stat)))
    // Apache keeps what a client has proven in no order, and lists it in that.
    case .acl(let body):
      .acl(
        ACLReply(acl: body.acl?.sorted { "\($0)" < "\($1)" }, stat: normalized(body.stat)))
    case .ephemerals(let paths): .ephemerals(paths?.sorted())
    case .identities(let infos):
      .identities(infos?.sorted { ($0.scheme, $0.user) < ($1.scheme, $1.user) })
    case .multi(let body): .multi(MultiReply(results: body.results.map { normalized($0) }))
    // An answer that is only a header.
    case .empty: nil
    case let other: other
    }
  }

  private func normalized(_ result: MultiResult) -> MultiResult {
    switch result {
    case .create2(let body):
      .create2(CreateReply(path: body.path, stat: normalized(body.stat)))
    case .setData(let stat): .setData(normalized(stat))
    case .getData(let body): .getData(DataReply(data: body.data, stat: normalized(body.stat)))
    case .getChildren(let names): .getChildren(names?.sorted())
    default: result
    }
  }

  private func normalized(_ stat: Stat) -> Stat {
    var stat = stat
    stat.ctime = Timestamp(millisecondsSinceEpoch: 0)
    stat.mtime = Timestamp(millisecondsSinceEpoch: 0)
    stat.ephemeralOwner = stat.ephemeralOwner.map { normalized($0) }
    return stat
  }

  private func normalized(_ session: SessionID) -> SessionID {
    SessionID(rawValue: numbers[session] ?? -1)
  }
}
