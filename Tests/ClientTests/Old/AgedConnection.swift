import ClientScenarios
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperWire

/// A client's connection to a server that is made an old one.
final class AgedConnection: StreamHandler {
  private let server: SocketAddress
  private let release: OldRelease
  private let answersOnceMore: Bool
  private let loop: EventLoop
  private var toClient: ByteStream?
  private var toServer: ByteStream?
  private var requests = FrameAssembler()
  private var replies = FrameAssembler()
  // Greetings have no header.
  private var hasGreeted = false
  private var isGreeted = false
  private var isLeaving = false

  /// - Parameter answersOnceMore: whether what comes behind a request that is unknown is answered,
  ///   as it is by the real ones if it comes before they have hung up.
  init(
    to server: SocketAddress, of release: OldRelease, answersOnceMore: Bool, on loop: EventLoop
  ) {
    self.server = server
    self.release = release
    self.answersOnceMore = answersOnceMore
    self.loop = loop
  }

  func opened(_ stream: ByteStream) {
    guard toClient == nil else { return }
    toClient = stream
    toServer = .connect(to: server, handler: self, on: loop)
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    do throws(WireError) {
      if stream === toClient {
        _ = try requests.consume(bytes) { frame, _ in request(frame) }
      } else {
        _ = try replies.consume(bytes) { frame, _ in reply(frame) }
      }
    } catch {
      hangUp()
    }
  }

  func writable(_ stream: ByteStream) {}

  func closed(_ stream: ByteStream, because cause: CloseCause) { hangUp() }

  private func hangUp() {
    toClient?.close()
    toServer?.close()
  }

  private func request(_ frame: RawSpan) -> FrameAssembler.Flow {
    var reader = JuteReader(frame)
    guard hasGreeted, let header = try? RequestHeader(from: &reader) else {
      hasGreeted = true
      toServer?.write(frame: frame)
      return .more
    }
    if isLeaving {
      if header.operation == .ping { answer(ReplyHeader(xid: .ping, zxid: .zero)) }
      hangUp()
      return .pause
    }
    if release.unknownOperations.contains(header.operation) {
      // It never comes so far that it would get a place among all changes.
      answer(ReplyHeader(xid: header.xid, zxid: Zxid(rawValue: -1), error: .unimplemented))
      isLeaving = true
      if !answersOnceMore { hangUp() }
      return .more
    }
    if header.operation == .multi, let steps = try? MultiRequest(from: &reader), lacks(steps) {
      passUnreadable(header)
    } else {
      toServer?.write(frame: frame)
    }
    return .more
  }

  private func answer(_ header: ReplyHeader) {
    var writer = JuteWriter()
    header.encode(to: &writer)
    toClient?.write(frame: writer.bytes)
  }

  private func lacks(_ steps: MultiRequest) -> Bool {
    steps.operations.contains { release.unknownOperations.contains($0.operation) }
  }

  /// To an old server such a step is what a step that nobody knows is to a new one.
  private func passUnreadable(_ header: RequestHeader) {
    var writer = JuteWriter()
    header.encode(to: &writer)
    writer.int32(.max)
    writer.bool(false)
    writer.int32(-1)
    toServer?.write(frame: writer.bytes)
  }

  /// Events do not say yet which change they tell of.
  private func reply(_ frame: RawSpan) -> FrameAssembler.Flow {
    var reader = JuteReader(frame)
    guard isGreeted, let header = try? ReplyHeader(from: &reader), header.xid == .notification
    else {
      isGreeted = true
      toClient?.write(frame: frame)
      return .more
    }
    var writer = JuteWriter()
    ReplyHeader(xid: .notification, zxid: Zxid(rawValue: -1)).encode(to: &writer)
    writer.buffer.append(frame.extracting(reader.offset...))
    toClient?.write(frame: writer.bytes)
    return .more
  }
}

extension ByteStream {
  fileprivate func write(frame: RawSpan) {
    var writer = JuteWriter()
    writer.frame { $0.buffer.append(frame) }
    write(writer.bytes)
  }
}
