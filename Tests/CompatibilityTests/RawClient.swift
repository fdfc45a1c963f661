import PeerSupport
import ZooKeeperModel
import ZooKeeperWire

/// The least of a client: writes what it is told to a real server and waits for the answer.
struct RawClient {
  enum Failure: Error {
    case closed
    case unexpected(xid: Xid)
  }

  private let socket: LoopbackSocket
  private var lastXid: Int32 = 0
  let greeting: ConnectReply
  private(set) var events: [WatcherEvent] = []
  /// The header of the last answer.
  private(set) var lastHeader = ReplyHeader(xid: .ping, zxid: .zero)

  init(
    to server: any ClientProgramServer, readOnly: Bool? = false,
    resuming session: ConnectReply? = nil, password: Secret? = nil
  ) throws {
    try self.init(port: server.port, readOnly: readOnly, resuming: session, password: password)
  }

  init(
    port: Int, readOnly: Bool? = false, resuming session: ConnectReply? = nil,
    password: Secret? = nil
  ) throws {
    socket = try LoopbackSocket.connect(to: port)
    socket.limitReads(to: .seconds(20))
    let request = ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: 20_000,
      sessionID: session?.sessionID ?? SessionID(rawValue: 0),
      password: password ?? session?.password ?? Secret([UInt8](repeating: 0, count: 16)),
      readOnly: readOnly)
    RawClient.send(socket) { request.encode(to: &$0) }
    let bytes = try RawClient.receive(socket)
    var reader = JuteReader(bytes.span.bytes)
    greeting = try ConnectReply(from: &reader)
  }

  mutating func forgetEvents() {
    events.removeAll()
  }

  /// Sends a request and returns the answer; the reply is nil where the header carries an error.
  mutating func call(_ request: Request) throws -> (error: ErrorCode, reply: Reply?) {
    lastXid += 1
    let xid =
      switch request {
      case .auth: Xid.auth
      case .ping: Xid.ping
      default: Xid(rawValue: lastXid)
      }
    let header = RequestHeader(xid: xid, operation: request.operation)
    RawClient.send(socket) { writer in
      header.encode(to: &writer)
      request.encode(to: &writer)
    }
    return try answer(to: xid, request.operation)
  }

  /// Sends a body of our own making, well formed or not.
  mutating func call(_ operation: OpCode, body: [UInt8]) throws -> ErrorCode {
    lastXid += 1
    let xid = Xid(rawValue: lastXid)
    RawClient.send(socket) { writer in
      RequestHeader(xid: xid, operation: operation).encode(to: &writer)
      writer.buffer.append(body.span.bytes)
    }
    return try answer(to: xid, operation).error
  }

  private mutating func answer(
    to xid: Xid, _ operation: OpCode
  ) throws -> (error: ErrorCode, reply: Reply?) {
    while true {
      let bytes = try RawClient.receive(socket)
      var reader = JuteReader(bytes.span.bytes)
      let header = try ReplyHeader(from: &reader)
      if header.xid == .notification {
        events.append(try WatcherEvent(from: &reader))
        continue
      }
      guard header.xid == xid else { throw Failure.unexpected(xid: header.xid) }
      lastHeader = header
      guard header.error == .ok else { return (header.error, nil) }
      return (.ok, try Reply(to: operation, from: &reader))
    }
  }

  private static func send(_ socket: LoopbackSocket, _ body: (inout JuteWriter) -> Void) {
    var writer = JuteWriter()
    writer.frame(body)
    socket.write(writer.bytes.copied())
  }

  private static func receive(_ socket: LoopbackSocket) throws -> [UInt8] {
    guard let prefix = socket.read(exactly: 4) else { throw Failure.closed }
    let length = prefix.reduce(0) { $0 << 8 | Int($1) }
    guard let frame = socket.read(exactly: length) else { throw Failure.closed }
    return frame
  }
}
