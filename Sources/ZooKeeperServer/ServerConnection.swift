import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree
import ZooKeeperWire

/// One client's connection: bytes become requests for the hub, and answers become bytes.
final class ServerConnection {
  let id: ConnectionID
  let peer: SocketAddress

  // The table of the hub lets go of a connection that is closed, and so this of the hub.
  private let hub: ServerHub
  private var stream: ByteStream?
  private var assembler: FrameAssembler
  private var phase = Phase.greeting
  private var isPaused = false
  /// Whether the hub will look after it when the disk has caught up.
  var isListedAsWaiting = false
  /// What was said in this turn.
  private var outgoing: ReplyBuffer?
  /// Goes off when the client takes too long to introduce itself, or to hear the last words.
  private var patience: TimerToken?
  private var givenUpAt: LoopTime?
  private var unanswered = UnansweredRequests()
  var counters = ConnectionCounters()
  private let established: Timestamp
  private var fault: ConnectionFault?
  private var endsWhenMended = false

  private enum Phase {
    /// The client has not introduced itself yet.
    case greeting
    case talking
    /// The last words are on their way; nothing is heard any more.
    case leaving
  }

  init(_ id: ConnectionID, peer: SocketAddress, hub: ServerHub) {
    self.id = id
    self.peer = peer
    self.hub = hub
    established = hub.moment.wall
    assembler = FrameAssembler(limit: hub.configuration.connections.frameBytesMax)
  }
}

// Listening.
extension ServerConnection: StreamHandler {
  func opened(_ stream: ByteStream) {
    self.stream = stream
    hub.opened(self)
    let patience = Duration.milliseconds(hub.configuration.connections.sessionlessMilliseconds)
    wait(patience, "did not introduce itself in time")
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    do throws(WireError) {
      let used = try assembler.consume(bytes) { frame, _ in
        take(frame)
        return makeRoom() ? .more : .pause
      }
      if phase == .leaving { return }
      if used < bytes.byteCount || !makeRoom() { pause(keeping: bytes.extracting(used...)) }
    } catch {
      refuse(error, in: bytes)
    }
  }

  func writable(_ stream: ByteStream) {
    resumeIfPossible()
  }

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    self.stream = nil
    calm()
    hub.closed(self, because: cause)
  }

  private func take(_ frame: RawSpan) {
    countReceived()
    switch phase {
    case .greeting: greet(frame)
    case .talking: hub.heard(frame, on: self)
    case .leaving: break
    }
  }

  /// Notes a request that was understood so far that it will be answered.
  func expectAnswer(to operation: OpCode, _ xid: Xid) {
    unanswered.append(.init(operation: operation, xid: xid, arrival: hub.now))
  }

  private func countReceived() {
    counters.received()
    hub.counters.received()
  }

  private func greet(_ frame: RawSpan) {
    var reader = JuteReader(frame)
    do throws(WireError) {
      let request = try ConnectRequest(from: &reader)
      calm()
      phase = .talking
      expectAnswer(to: .createSession, Xid(rawValue: 0))
      hub.greeted(by: self, request)
    } catch {
      refuse(error, in: frame)
    }
  }

  /// What the peer says makes no sense, or is too long: nobody knows where the next frame begins.
  private func refuse(_ error: WireError, in bytes: RawSpan) {
    if phase == .greeting, let word = FourLetterWord(mistakenFor: error) {
      countReceived()
      phase = .leaving
      hub.asked(word, with: bytes, on: self)
    } else {
      hub.log(.warning, "closing the connection of \(peer): \(error)")
      close()
    }
  }
}

// Holding back.
extension ServerConnection {
  /// Sends what has piled up, and says whether more may come in.
  private func makeRoom() -> Bool {
    if let outgoing, outgoing.writer.bytes.byteCount >= ServerLimits.gatheredBytesMax { flush() }
    return phase != .leaving && stream?.isBackedUp == false && fault != .stalled
      && unanswered.count < ServerLimits.unansweredMax && hub.mayHearMore(from: id)
  }

  private func pause(keeping rest: RawSpan) {
    if isPaused { return }
    isPaused = true
    hub.paused(self)
    stream?.pauseReading(keeping: rest)
  }

  /// Goes on reading if whatever kept it from that is over.
  func resumeIfPossible() {
    guard isPaused, phase != .leaving else { return }
    guard makeRoom() else { return hub.paused(self) }
    isPaused = false
    stream?.resumeReading()
  }
}

// Speaking.
extension ServerConnection {
  func say(_ message: Outgoing) {
    guard phase != .leaving, stream != nil else { return }
    if case .close = message { return finish() }
    if fault == .losesNextReply, case .reply = message {
      flush()
      return close()
    }
    let buffer = outgoing ?? hub.buffer(for: self)
    outgoing = buffer
    buffer.writer.frame { message.encode(to: &$0) }
    count(message)
  }

  private func count(_ message: Outgoing) {
    counters.sent()
    hub.counters.sent()
    if case .event = message { return }
    guard let request = unanswered.removeFirst(),
      // In Apache these go past the books.
      request.operation != .auth && request.operation != .sasl
    else { return }
    let answered = AnsweredRequest(
      operation: message.isFailure && request.operation.isForgottenOnFailure
        ? nil : request.operation,
      xid: request.xid, zxid: message.zxid, arrival: request.arrival, answer: hub.now)
    counters.answered(answered)
    hub.counters.answered(answered)
  }

  /// Sends what was said in this turn.
  func flush() {
    guard fault != .stalled, let buffer = outgoing.take() else { return }
    defer { hub.giveBack(buffer) }
    guard let stream else { return }
    if stream.queuedBytes > ServerLimits.unreadBytesMax {
      hub.log(.warning, "closing the connection of \(peer): it does not read what it is told")
      close()
    } else {
      stream.write(buffer.writer.bytes)
    }
  }

  /// A text instead of frames, and then the end; without a text the end alone.
  func sayWord(_ text: String?) {
    phase = .leaving
    if let text {
      stream?.write(text.utf8Span.span.raw)
      hub.counters.sent()
    }
    leave()
  }

  /// Closes at once; nothing more is heard or said.
  func close() {
    phase = .leaving
    stream?.close(.atOnce)
  }

  private func finish() {
    guard fault != .stalled else {
      endsWhenMended = true
      return
    }
    flush()
    phase = .leaving
    leave()
  }

  private func leave() {
    stream?.close(.afterFlushing)
    if stream != nil { wait(ServerLimits.farewell, "did not read its last words in time") }
  }
}

// Patience.
extension ServerConnection {
  private func wait(_ duration: Duration, _ reproach: String) {
    calm()
    givenUpAt = hub.loop.now + duration
    patience = hub.loop.schedule(after: duration) { [weak self] in
      guard let self else { return }
      hub.log(.info, "closing the connection of \(peer): it \(reproach)")
      close()
    }
  }

  private func calm() {
    if let patience { hub.loop.cancel(patience) }
    patience = nil
    givenUpAt = nil
  }
}

// What administrators ask.
extension ServerConnection {
  var unansweredCount: Int { unanswered.count }

  func facts(session: ConnectionFacts.Session?) -> ConnectionFacts {
    ConnectionFacts(
      address: JavaAddress.text(of: peer.ip), port: peer.port,
      isRead: !isPaused && phase != .leaving,
      hasUnsentBytes: stream.map { $0.queuedBytes > 0 } ?? false, outstanding: unanswered.count,
      established: established, counters: counters, session: session)
  }

  /// When it will be given up if nothing happens until then; nil once its session decides that.
  var deadline: MonotonicInstant? {
    givenUpAt.map { MonotonicInstant(nanoseconds: $0.nanoseconds) }
  }
}

// Misfortune.
extension ServerConnection {
  /// Lets something go wrong; nil mends what can be mended.
  func suffer(_ fault: ConnectionFault?) {
    self.fault = fault
    switch fault {
    case .cut: close()
    case .stalled:
      isPaused = true
      stream?.pauseReading()
    case .losesNextReply: break
    case nil where endsWhenMended: finish()
    case nil:
      flush()
      resumeIfPossible()
    }
  }
}
