import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperWire

/// A session that keeps a number of requests in flight and looks at no more of a reply than what
/// proves that it is one: its length, its number, and that it is no error.
final class LoadConnection: StreamHandler {
  private let feed: (any RequestFeed)?
  private let window: Int
  private let tally: Tally
  private unowned let crew: Crew

  private var stream: ByteStream?
  private var phase = Phase.connecting
  private var frames = FrameAssembler()
  private var sent = 0
  private var answered = 0
  private var hasMore = true
  // When the requests in flight were sent; the place of each is its index modulo the window.
  private var sentAt: [LoopTime]

  private enum Phase {
    case connecting
    case waiting
    case working
    case leaving
  }

  /// Without a feed the session is idle.
  init(feed: (any RequestFeed)?, window: Int = 1, tally: Tally, crew: Crew) {
    self.feed = feed
    self.window = window
    self.tally = tally
    self.crew = crew
    sentAt = Array(repeating: LoopTime(nanoseconds: 0), count: window)
  }

  func connect(to server: SocketAddress, on loop: EventLoop) {
    stream = .connect(to: server, handler: self, on: loop)
  }

  func start() {
    phase = .working
    send(window)
  }

  /// Sends nothing more, and ends the session when everything is answered.
  func finish() {
    hasMore = false
    leaveWhenDone()
  }

  private func send(_ count: Int) {
    guard hasMore, let feed, let stream else { return }
    let now = LoopTime.current
    let sentNow = feed.send(count, over: stream)
    for index in sent..<sent + sentNow { sentAt[index % window] = now }
    sent += sentNow
    hasMore = sentNow == count
  }

  private func leaveWhenDone() {
    guard !hasMore, answered == sent, phase != .leaving, let stream else { return }
    phase = .leaving
    var writer = JuteWriter()
    writer.frame(.closeSession, xid: Xid(rawValue: 0))
    stream.write(writer.bytes)
  }
}

extension LoadConnection {
  func opened(_ stream: ByteStream) {
    let request = ConnectRequest(
      lastZxidSeen: Zxid(rawValue: 0), timeoutMilliseconds: 60_000, sessionID: .none,
      password: Secret([UInt8](repeating: 0, count: 16)), readOnly: false)
    var writer = JuteWriter()
    writer.frame { request.encode(to: &$0) }
    stream.write(writer.bytes)
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    let now = LoopTime.current
    let answeredBefore = answered
    do {
      var failure: (any Error)?
      _ = try frames.consume(bytes) { frame, _ in
        do {
          try take(frame, at: now)
          return .more
        } catch {
          failure = error
          return .pause
        }
      }
      if let failure { throw failure }
    } catch {
      return crew.fail(LoadFailure("the server's answer makes no sense: \(error)"))
    }
    if answered > answeredBefore {
      send(answered - answeredBefore)
      leaveWhenDone()
    }
  }

  private func take(_ frame: RawSpan, at now: LoopTime) throws {
    var reader = JuteReader(frame)
    switch phase {
    case .connecting:
      let reply = try ConnectReply(from: &reader)
      if reply.timeoutMilliseconds <= 0 { throw LoadFailure("it refuses a new session") }
      phase = .waiting
      crew.isReady()
    case .working:
      let reply = try ReplyHeader(from: &reader)
      guard let feed, answered < sent, reply.xid == feed.xid(ofRequest: answered) else {
        throw LoadFailure("\(reply.xid) is not the reply that is due")
      }
      if reply.error != .ok && !feed.tolerates(reply.error) {
        throw LoadFailure("error \(reply.error)")
      }
      tally.add(now.nanoseconds - sentAt[answered % window].nanoseconds)
      answered += 1
    case .waiting:
      throw LoadFailure("it says something that nobody asked for")
    case .leaving:
      break
    }
  }

  func writable(_ stream: ByteStream) {}

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    self.stream = nil
    switch phase {
    case .connecting:
      crew.fail(LoadFailure("a session cannot be opened: \(cause)"))
    case .waiting, .working:
      crew.fail(LoadFailure("a connection is gone in the middle of its work: \(cause)"))
    case .leaving:
      crew.hasLeft()
    }
  }
}
