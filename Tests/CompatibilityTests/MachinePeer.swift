import FrameSupport
import ZooKeeperModel
import ZooKeeperTree

/// Our server's brain as a peer: the same requests as a real server gets, without a network. Its
/// disk is as quick as Apache's seems to a client that waits for each answer.
struct MachinePeer: DifferentialPeer {
  private var machine: ServerMachine
  private var sent: [ConnectionID: [Outgoing]] = [:]
  /// The connection that each client has now.
  private var connections: [Int: ConnectionID] = [:]
  private var lastConnection: UInt64 = 0
  private var lastXid: Int32 = 0
  private var millisecond: Int64 = 0

  /// With the ticks and timeouts that the real server is given.
  init(reaping: Reaper.Options = Reaper.Options(intervalMilliseconds: 3_600_000)) {
    machine = ServerMachine(
      ServerMachine.Options(
        access: Access(), authentication: Authentication(hash: sha1), reaping: reaping),
      tree: DataTree(.init(extendedTypes: true, checksum: nil, hashKey: 1)),
      sessions: SessionTable(
        .init(tick: 2_000, timeouts: 4_000...60_000), ids: .init(startingAtMilliseconds: 1)))
  }

  /// Lets a millisecond pass.
  mutating func tick() {
    step(.tick)
  }

  mutating func connect(_ place: Int, _ request: ConnectRequest) -> ConnectReply? {
    lastConnection += 1
    let connection = ConnectionID(rawValue: lastConnection)
    connections[place] = connection
    step(.opened(connection, address: "127.0.0.1"))
    step(.greeting(connection, request))
    guard case .greeting(let reply)? = sent[connection]?.first else { return nil }
    sent[connection]?.removeFirst()
    return reply
  }

  mutating func call(_ place: Int, _ request: Request) -> DifferentialAnswer? {
    let header = nextHeader(request.operation)
    guard let connection = connections[place] else { return nil }
    step(.request(connection, header, request))
    return answer(to: header, on: connection)
  }

  /// Sends a request whose body cannot be read.
  mutating func callMalformed(
    _ place: Int, _ operation: OpCode, isNullPath: Bool
  ) -> DifferentialAnswer? {
    let header = nextHeader(operation)
    guard let connection = connections[place] else { return nil }
    step(.malformed(connection, header, isNullPath: isNullPath))
    return answer(to: header, on: connection)
  }

  mutating func takeEvents(_ place: Int) -> [DifferentialEvent] {
    guard let connection = connections[place] else { return [] }
    let messages = sent[connection] ?? []
    sent[connection] = messages.filter { $0 == .close }
    return messages.compactMap { message in
      guard case .event(let header, let event) = message else { return nil }
      return DifferentialEvent(zxid: header.zxid, event: event)
    }
  }

  func hasClosed(_ place: Int) -> Bool {
    connections[place].map { sent[$0]?.last == .close } ?? true
  }

  private mutating func nextHeader(_ operation: OpCode) -> RequestHeader {
    lastXid += 1
    return RequestHeader(xid: Xid(rawValue: lastXid), operation: operation)
  }

  private func answer(
    to header: RequestHeader, on connection: ConnectionID
  ) -> DifferentialAnswer? {
    for case .reply(let reply, let body) in sent[connection] ?? [] where reply.xid == header.xid {
      return DifferentialAnswer(header: reply, reply: body)
    }
    return nil
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
      sent[connection, default: []].append(message)
    }
  }
}
