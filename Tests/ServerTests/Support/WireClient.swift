import ZooKeeperModel
import ZooKeeperWire

/// The least of a client: says what it is told to, and hands on what it hears.
final class WireClient {
  enum Failure: Error, Equatable {
    case closed
    case expected(Xid, not: Xid)
  }

  /// What the server sent: a header, and what stands behind it.
  struct Message {
    var header: ReplyHeader
    var body: [UInt8]

    func event() throws -> WatcherEvent {
      var reader = JuteReader(body.span.raw)
      return try WatcherEvent(from: &reader)
    }

    func reply(to operation: OpCode) throws -> Reply {
      var reader = JuteReader(body.span.raw)
      return try Reply(to: operation, from: &reader)
    }
  }

  let socket: WireSocket
  let greeting: ConnectReply
  private(set) var events: [WatcherEvent] = []
  /// The header of the last answer that was called for.
  private(set) var lastHeader = ReplyHeader(xid: .ping, zxid: .zero)
  private var lastXid: Int32 = 0

  init(_ socket: WireSocket, _ request: ConnectRequest = .new()) throws {
    self.socket = socket
    socket.send(.frame { request.encode(to: &$0) })
    let bytes = try socket.frame()
    var reader = JuteReader(bytes.span.raw)
    greeting = try ConnectReply(from: &reader)
  }

  convenience init(to port: UInt16, _ request: ConnectRequest = .new()) throws {
    try self.init(WireSocket.connect(to: port), request)
  }

  /// Sends a request and does not wait for the answer.
  @discardableResult
  func send(_ request: Request) -> Xid {
    lastXid += 1
    let xid =
      switch request {
      case .auth: Xid.auth
      case .ping: Xid.ping
      default: Xid(rawValue: lastXid)
      }
    socket.send(.request(request, xid: xid))
    return xid
  }

  /// The next message of the server, answer or event.
  func receive() throws -> Message {
    let bytes = try socket.frame()
    var reader = JuteReader(bytes.span.raw)
    let header = try ReplyHeader(from: &reader)
    return Message(header: header, body: Array(bytes.dropFirst(16)))
  }

  /// The error of the answer to what was sent, which is the next message but events.
  @discardableResult
  func answer(to xid: Xid) throws -> Message {
    while true {
      let message = try receive()
      if message.header.xid == .notification {
        events.append(try message.event())
      } else if message.header.xid == xid {
        lastHeader = message.header
        return message
      } else {
        throw Failure.expected(xid, not: message.header.xid)
      }
    }
  }

  /// Sends a request and returns the answer; the reply is nil where the header carries an error.
  @discardableResult
  func call(_ request: Request) throws -> (error: ErrorCode, reply: Reply?) {
    let message = try answer(to: send(request))
    guard message.header.error == .ok else { return (message.header.error, nil) }
    return (.ok, try message.reply(to: request.operation))
  }
}

extension WireSocket {
  /// The next frame of the server, without its length.
  func frame() throws -> [UInt8] {
    let prefix = read(4)
    guard prefix.count == 4 else { throw WireClient.Failure.closed }
    let length = prefix.reduce(0) { $0 << 8 | Int($1) }
    let frame = read(length)
    guard frame.count == length else { throw WireClient.Failure.closed }
    return frame
  }
}

extension [UInt8] {
  /// A frame with its length.
  static func frame(_ body: (inout JuteWriter) -> Void) -> [UInt8] {
    var writer = JuteWriter()
    writer.frame(body)
    return writer.bytes.copied()
  }

  static func request(_ request: Request, xid: Xid) -> [UInt8] {
    .frame { writer in
      RequestHeader(xid: xid, operation: request.operation).encode(to: &writer)
      request.encode(to: &writer)
    }
  }
}
