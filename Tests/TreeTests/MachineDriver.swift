import ZooKeeperModel

@testable import ZooKeeperTree

/// Drives a server machine by hand: no sockets, no disk, and time passes when told.
struct MachineDriver {
  var machine: ServerMachine
  var moment = Moment(
    monotonic: MonotonicInstant(nanoseconds: 0),
    wall: Timestamp(millisecondsSinceEpoch: 1_000))
  var log: [Transaction] = []
  /// What left, for each connection.
  var sent: [UInt64: [Outgoing]] = [:]
  /// Whether the log is durable as soon as it is written.
  var isDiskQuick = true
  private var lastXid: Int32 = 0

  init(
    schemes: Set<AuthenticationScheme> = [.ip, .digest],
    enforcesQuota: Bool = false, reaping: Reaper.Options = Reaper.Options()
  ) {
    // Any hash will do where nobody computes the expected value.
    let authentication = Authentication(
      schemes: schemes,
      hash: { bytes in
        [UInt8](repeating: UInt8(truncatingIfNeeded: bytes.count), count: 20)
      })
    machine = ServerMachine(
      ServerMachine.Options(
        access: Access(schemes: schemes), authentication: authentication,
        enforcesQuota: enforcesQuota, reaping: reaping),
      tree: DataTree(.init(extendedTypes: true, checksum: nil, hashKey: 1)),
      sessions: SessionTable(.init(tick: 2_000), ids: .init(startingAtMilliseconds: 1)))
  }

  mutating func step(_ input: ServerInput) {
    machine.step(input, at: moment)
    collect()
    if isDiskQuick { flush() }
  }

  /// Everything logged so far reaches the disk.
  mutating func flush() {
    machine.durable(through: log.last?.zxid ?? .zero)
    collect()
  }

  private mutating func collect() {
    let output = machine.drain()
    log += output.log
    for (connection, message) in output.messages {
      sent[connection.rawValue, default: []].append(message)
    }
  }

  /// Lets time pass. The sessions of `pinging` say a word at its end, so that they live on.
  mutating func wait(milliseconds: Int64, pinging: [UInt64] = []) {
    moment.monotonic = MonotonicInstant(
      nanoseconds: moment.monotonic.nanoseconds + milliseconds * 1_000_000)
    moment.wall = Timestamp(
      millisecondsSinceEpoch: moment.wall.millisecondsSinceEpoch + milliseconds)
    for number in pinging { ask(number, .ping) }
    step(.tick)
  }

  /// Opens a connection and introduces a client on it.
  mutating func connect(
    _ number: UInt64, resuming: ConnectReply? = nil, password: Secret? = nil,
    lastZxidSeen: Int64 = 0, readOnly: Bool? = false
  ) {
    let connection = ConnectionID(rawValue: number)
    step(.opened(connection, address: "127.0.0.\(number)"))
    let request = ConnectRequest(
      lastZxidSeen: Zxid(rawValue: lastZxidSeen), timeoutMilliseconds: 10_000,
      sessionID: resuming?.sessionID ?? SessionID(rawValue: 0),
      password: password ?? resuming?.password, readOnly: readOnly)
    step(.greeting(connection, request))
  }

  /// The welcome of a connection that is not gone.
  func greeting(_ number: UInt64) -> ConnectReply? {
    for case .greeting(let reply) in sent[number] ?? [] { return reply }
    return nil
  }

  @discardableResult
  mutating func ask(_ number: UInt64, _ request: Request) -> (ReplyHeader, Reply?)? {
    lastXid += 1
    let header = RequestHeader(xid: Xid(rawValue: lastXid), operation: request.operation)
    step(.request(ConnectionID(rawValue: number), header, request))
    for case .reply(let reply, let body) in sent[number] ?? [] where reply.xid == header.xid {
      return (reply, body)
    }
    return nil
  }

  mutating func create(
    _ number: UInt64, _ path: String, _ flags: CreateFlags = .persistent,
    acl: [ACL] = AccessControl.open.entries
  ) -> ErrorCode? {
    let request = CreateRequest(path: path, data: [1], acl: acl, flags: flags)
    return ask(number, .create(request))?.0.error
  }

  func events(_ number: UInt64) -> [WatcherEvent] {
    (sent[number] ?? []).compactMap { if case .event(_, let event) = $0 { event } else { nil } }
  }

  func isClosed(_ number: UInt64) -> Bool {
    sent[number]?.last == .close
  }
}
