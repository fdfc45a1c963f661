import PeerSupport
import ZooKeeperModel
import ZooKeeperWire

/// Any server that listens on this machine, Apache's or ours, with its clients.
struct DifferentialWirePeer: DifferentialPeer {
  private let port: Int
  private var connections: [Int: DifferentialConnection] = [:]

  init(port: Int) {
    self.port = port
  }

  mutating func connect(_ place: Int, _ request: ConnectRequest) throws -> ConnectReply? {
    var connection = try DifferentialConnection(port: port)
    defer { connections[place] = connection }
    return try connection.greet(request)
  }

  mutating func call(_ place: Int, _ request: Request) throws -> DifferentialAnswer? {
    try connections[place]?.call(request)
  }

  mutating func takeEvents(_ place: Int) throws -> [DifferentialEvent] {
    // A ping comes back behind every event that came before it.
    _ = try connections[place]?.call(.ping)
    return connections[place]?.takeEvents() ?? []
  }

  mutating func hasClosed(_ place: Int) -> Bool {
    connections[place]?.hasClosed() ?? true
  }
}

/// A connection that writes one request and waits for its answer.
private struct DifferentialConnection {
  private let socket: LoopbackSocket
  private var lastXid: Int32 = 0
  private var events: [DifferentialEvent] = []

  init(port: Int) throws {
    socket = try LoopbackSocket.connect(to: port)
    socket.limitReads(to: .seconds(20))
  }

  mutating func greet(_ request: ConnectRequest) throws -> ConnectReply? {
    send { request.encode(to: &$0) }
    guard let bytes = receive() else { return nil }
    var reader = JuteReader(bytes.span.bytes)
    return try ConnectReply(from: &reader)
  }

  mutating func call(_ request: Request) throws -> DifferentialAnswer? {
    let header = RequestHeader(xid: nextXid(of: request), operation: request.operation)
    send { writer in
      header.encode(to: &writer)
      request.encode(to: &writer)
    }
    while let bytes = receive() {
      var reader = JuteReader(bytes.span.bytes)
      let answer = try ReplyHeader(from: &reader)
      if answer.xid == .notification {
        events.append(
          DifferentialEvent(zxid: answer.zxid, event: try WatcherEvent(from: &reader)))
        continue
      }
      guard answer.xid == header.xid else { throw RawClient.Failure.unexpected(xid: answer.xid) }
      guard answer.error == .ok else { return DifferentialAnswer(header: answer, reply: nil) }
      return DifferentialAnswer(
        header: answer, reply: try Reply(to: request.operation, from: &reader))
    }
    return nil
  }

  // These two have a number of their own, under which Apache answers whatever a client says.
  private mutating func nextXid(of request: Request) -> Xid {
    switch request {
    case .auth: return .auth
    case .ping: return .ping
    default:
      lastXid += 1
      return Xid(rawValue: lastXid)
    }
  }

  mutating func takeEvents() -> [DifferentialEvent] {
    defer { events.removeAll() }
    return events
  }

  func hasClosed() -> Bool {
    socket.read(exactly: 1) == nil
  }

  private func send(_ body: (inout JuteWriter) -> Void) {
    var writer = JuteWriter()
    writer.frame(body)
    socket.write(writer.bytes.copied())
  }

  private func receive() -> [UInt8]? {
    guard let prefix = socket.read(exactly: 4) else { return nil }
    return socket.read(exactly: prefix.reduce(0) { $0 << 8 | Int($1) })
  }
}
