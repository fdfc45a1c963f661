import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperWire

/// Answers every request with a header and nothing else, unless it is told to misbehave.
final class PlainServer: Sendable {
  enum Misdeed: Sendable, CaseIterable {
    case refusesSessions
    case skipsAReply
    case repeatsAReply
    case answersWithAnError
    case sendsANotification
    case hangsUp
  }

  let address: SocketAddress
  private let thread: LoopThread
  private let seen: Seen

  /// What came from all clients, in the order of its coming.
  private final class Seen: Sendable {
    let requests = Lock<[RequestHeader]>([])
  }

  /// - Parameter group: how many requests it collects before it answers them; it does not wait
  ///   for more when a session ends.
  init(_ misdeed: Misdeed? = nil, answeringInGroupsOf group: Int = 1) async throws {
    let seen = Seen()
    self.seen = seen
    thread = try LoopThread(named: "plain-server")
    address = try await thread.mailbox.run { loop in
      let door = Door {
        Session(misdeed, group: group) { request in
          seen.requests.withLock { $0.append(request) }
        }
      }
      return try Listener(at: SocketAddress(.loopback, port: 0), handler: door, on: loop).address
    }
  }

  func stop() { thread.stop() }

  var requests: [RequestHeader] { seen.requests.withLock { $0 } }

  private final class Door: ListenerHandler {
    private let session: () -> Session

    init(_ session: @escaping () -> Session) {
      self.session = session
    }

    func handler(for peer: SocketAddress) -> (any StreamHandler)? { session() }

    func acceptingFailed(_ error: SystemError) {}
  }

  private final class Session: StreamHandler {
    private let misdeed: Misdeed?
    private let group: Int
    private let note: (RequestHeader) -> Void
    private var frames = FrameAssembler()
    private var isNew = true
    private var inHand: [RequestHeader] = []
    private var answered = 0

    init(_ misdeed: Misdeed?, group: Int, note: @escaping (RequestHeader) -> Void) {
      self.misdeed = misdeed
      self.group = group
      self.note = note
    }

    func opened(_ stream: ByteStream) {}

    func received(_ bytes: RawSpan, from stream: ByteStream) {
      _ = try? frames.consume(bytes) { frame, _ in
        if isNew {
          isNew = false
          welcome(on: stream)
        } else {
          var reader = JuteReader(frame)
          if let request = try? RequestHeader(from: &reader) { take(request, from: stream) }
        }
        return .more
      }
    }

    private func welcome(on stream: ByteStream) {
      let timeout: Int32 = misdeed == .refusesSessions ? 0 : 30_000
      let reply = ConnectReply(
        timeoutMilliseconds: timeout, sessionID: SessionID(rawValue: 1), password: nil,
        readOnly: false)
      var writer = JuteWriter()
      writer.frame { reply.encode(to: &$0) }
      stream.write(writer.bytes)
    }

    private func take(_ request: RequestHeader, from stream: ByteStream) {
      note(request)
      inHand.append(request)
      let isLast = request.operation == .closeSession
      guard inHand.count == group || isLast else { return }
      var writer = JuteWriter()
      for request in inHand { answer(request, into: &writer) }
      inHand = []
      stream.write(writer.bytes)
      if isLast { stream.finishWriting() }
      if misdeed == .hangsUp && answered >= 10 { stream.close(.atOnce) }
    }

    private func answer(_ request: RequestHeader, into writer: inout JuteWriter) {
      answered += 1
      var reply = ReplyHeader(xid: request.xid, zxid: Zxid(rawValue: 1))
      if answered == 10 {
        switch misdeed {
        case .skipsAReply: return
        case .repeatsAReply: writer.frame { reply.encode(to: &$0) }
        case .answersWithAnError: reply.error = .noNode
        case .sendsANotification: reply.xid = .notification
        case .refusesSessions, .hangsUp, nil: break
        }
      }
      writer.frame { reply.encode(to: &$0) }
    }

    func writable(_ stream: ByteStream) {}

    func closed(_ stream: ByteStream, because cause: CloseCause) {}
  }
}
