import Foundation
import PeerSupport
import ZooKeeperModel
import ZooKeeperWire

/// A client that writes ahead: it sends without waiting and hears the answers later, in order.
final class DurabilityClient {
  /// The server went away, and with it the answers that were not heard.
  struct Closed: Error {}

  let greeting: ConnectReply
  private let socket: LoopbackSocket
  private var sent: [OpCode] = []
  private var lastXid: Int32 = 0

  init(port: Int, resuming former: ConnectReply? = nil) throws {
    socket = try LoopbackSocket.connect(to: port)
    socket.limitReads(to: .seconds(20))
    let request = ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: 60_000,
      sessionID: former?.sessionID ?? SessionID(rawValue: 0),
      password: former?.password ?? Secret([UInt8](repeating: 0, count: 16)), readOnly: false)
    DurabilityClient.send(socket) { request.encode(to: &$0) }
    let bytes = try DurabilityClient.receive(socket)
    var reader = JuteReader(bytes.span.bytes)
    greeting = try ConnectReply(from: &reader)
  }

  /// How many answers are still to come.
  var outstanding: Int { sent.count }

  func send(_ request: Request) {
    lastXid += 1
    let header = RequestHeader(xid: Xid(rawValue: lastXid), operation: request.operation)
    sent.append(request.operation)
    DurabilityClient.send(socket) { writer in
      header.encode(to: &writer)
      request.encode(to: &writer)
    }
  }

  /// The next answer; without a reply where its header carries an error.
  func receive() throws -> (header: ReplyHeader, reply: Reply?) {
    let bytes = try DurabilityClient.receive(socket)
    var reader = JuteReader(bytes.span.bytes)
    let header = try ReplyHeader(from: &reader)
    let operation = sent.removeFirst()
    guard header.error == .ok else { return (header, nil) }
    return (header, try Reply(to: operation, from: &reader))
  }

  /// Sends a request and waits for its answer; nothing else may be on its way.
  func call(_ request: Request) throws -> (header: ReplyHeader, reply: Reply?) {
    send(request)
    return try receive()
  }

  private static func send(_ socket: LoopbackSocket, _ body: (inout JuteWriter) -> Void) {
    var writer = JuteWriter()
    writer.frame(body)
    socket.write(writer.bytes.copied())
  }

  private static func receive(_ socket: LoopbackSocket) throws -> [UInt8] {
    guard let prefix = socket.read(exactly: 4),
      let frame = socket.read(exactly: prefix.reduce(0) { $0 << 8 | Int($1) })
    else { throw Closed() }
    return frame
  }
}

/// Does what blocks on a thread of its own, so that no task has to wait for it on a shared one.
func onThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread {
      continuation.resume(with: Swift.Result { try body() })
    }
  }
}
