import ZooKeeperModel
import ZooKeeperTransport

/// A listener on the loopback interface that treats whoever connects as a test wants.
final class RudeServer: Sendable {
  /// What it does to a connection, on its loop.
  struct Manners: Sendable {
    var whenConnected: @Sendable (ByteStream) -> Void = { _ in }
    var whenAsked: @Sendable (ByteStream) -> Void = { _ in }
    var whenWritable: @Sendable (ByteStream) -> Void = { _ in }
  }

  enum Event: Hashable, Sendable {
    case asked(String)
    case closed(CloseCause)
  }

  let address: ServerAddress

  private let thread: LoopThread
  private let events: AsyncStream<Event>

  init(_ manners: Manners) async throws {
    thread = try LoopThread(named: "rude")
    let (events, pen) = AsyncStream<Event>.makeStream()
    self.events = events
    let port = try await thread.mailbox.run { loop in
      let handler = Welcome(manners, pen)
      return try Listener(at: SocketAddress(.loopback, port: 0), handler: handler, on: loop)
        .address.port
    }
    address = ServerAddress(host: "127.0.0.1", port: port)
  }

  /// The oldest event that nobody asked for yet.
  func nextEvent() async -> Event? {
    await events.first { _ in true }
  }

  private final class Welcome: ListenerHandler {
    private let manners: Manners
    private let pen: AsyncStream<Event>.Continuation

    init(_ manners: Manners, _ pen: AsyncStream<Event>.Continuation) {
      self.manners = manners
      self.pen = pen
    }

    func handler(for peer: SocketAddress) -> (any StreamHandler)? { Guest(manners, pen) }

    func acceptingFailed(_ error: SystemError) {}
  }

  private final class Guest: StreamHandler {
    private let manners: Manners
    private let pen: AsyncStream<Event>.Continuation

    init(_ manners: Manners, _ pen: AsyncStream<Event>.Continuation) {
      self.manners = manners
      self.pen = pen
    }

    func opened(_ stream: ByteStream) { manners.whenConnected(stream) }

    func received(_ bytes: RawSpan, from stream: ByteStream) {
      let text = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      pen.yield(.asked(text))
      manners.whenAsked(stream)
    }

    func writable(_ stream: ByteStream) { manners.whenWritable(stream) }

    func closed(_ stream: ByteStream, because cause: CloseCause) { pen.yield(.closed(cause)) }
  }
}

extension RudeServer.Manners {
  static let silent = Self()
  static let closingAtOnce = Self(whenConnected: { $0.close() })
  static let closingWhenAsked = Self(whenAsked: { $0.close() })
  /// It ends what it says and leaves the connection open.
  static let endingWhenConnected = Self(whenConnected: { $0.finishWriting() })

  static func saying(_ bytes: [UInt8]) -> Self {
    Self(whenAsked: { stream in
      stream.write(bytes.span.bytes)
      stream.close()
    })
  }

  static func saying(_ text: String) -> Self { saying(Array(text.utf8)) }

  static func sayingAndStaying(_ text: String) -> Self {
    Self(whenAsked: { stream in
      stream.write(text.utf8Span.span.bytes)
      stream.finishWriting()
    })
  }

  /// It goes on with as many bytes whenever the network has taken the last ones.
  static func sayingForEver(_ bytes: [UInt8]) -> Self {
    let say: @Sendable (ByteStream) -> Void = { $0.write(bytes.span.bytes) }
    return Self(whenAsked: say, whenWritable: say)
  }
}
