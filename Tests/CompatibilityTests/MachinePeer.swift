import FrameSupport
import ZooKeeperModel
import ZooKeeperTree

/// Our server's brain as a peer: the same requests as a real server gets, without a network. Its
/// disk is as quick as Apache's seems to a client that waits for each answer.
struct MachinePeer {
  private var machine: ServerMachine
  private var sent: [UInt64: [Outgoing]] = [:]
  private var lastXid: Int32 = 0
  private var millisecond: Int64 = 0

  init() {
    machine = ServerMachine(
      ServerMachine.Options(
        access: Access(), authentication: Authentication(hash: sha1)),
      tree: DataTree(.init(extendedTypes: true, checksum: nil, hashKey: 1)),
      sessions: SessionTable(.init(), ids: .init(startingAtMilliseconds: 1)))
  }

  /// Opens a session on a new connection and returns its number.
  mutating func connect(_ number: UInt64) -> SessionID? {
    let connection = ConnectionID(rawValue: number)
    step(.opened(connection, address: "127.0.0.1"))
    let request = ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: 20_000, sessionID: SessionID(rawValue: 0),
      password: nil, readOnly: false)
    step(.greeting(connection, request))
    guard case .greeting(let reply)? = sent.removeValue(forKey: number)?.first else { return nil }
    return reply.sessionID
  }

  mutating func call(
    _ number: UInt64, _ request: Request
  ) -> (header: ReplyHeader, reply: Reply?)? {
    lastXid += 1
    let header = RequestHeader(xid: Xid(rawValue: lastXid), operation: request.operation)
    step(.request(ConnectionID(rawValue: number), header, request))
    for case .reply(let reply, let body) in sent[number] ?? [] where reply.xid == header.xid {
      return (reply, body)
    }
    return nil
  }

  /// The events that a connection has heard of since it was last asked.
  mutating func takeEvents(_ number: UInt64) -> [WatcherEvent] {
    (sent.removeValue(forKey: number) ?? []).compactMap { message in
      if case .event(_, let event) = message { event } else { nil }
    }
  }

  private mutating func step(_ input: ServerInput) {
    millisecond += 1
    let moment = Moment(
      monotonic: MonotonicInstant(nanoseconds: millisecond * 1_000_000),
      wall: Timestamp(millisecondsSinceEpoch: millisecond))
    machine.step(input, at: moment)
    var output = machine.drain()
    if let last = output.log.last { machine.durable(through: last.zxid) }
    output.messages += machine.drain().messages
    for (connection, message) in output.messages {
      sent[connection.rawValue, default: []].append(message)
    }
  }
}
