import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

/// One connection of a session: cuts what comes into frames, and hands each one to the machine and
/// to whom it concerns.
final class ServerConnection {
  private unowned let side: LoopSide
  private let driver: SessionDriver
  private var stream: ByteStream?
  private var frames: FrameAssembler
  private(set) var isOpen = false
  private var bytesReceived = 0

  init(_ side: LoopSide, frameBytesMax: Int) {
    self.side = side
    driver = side.driver
    // Of a longer reply the header is enough to know whose it is.
    frames = FrameAssembler(limit: frameBytesMax, oversize: .cut(to: 16))
  }

  func connect(to address: SocketAddress, on loop: EventLoop) {
    stream = .connect(to: address, handler: self, on: loop)
  }

  func close() {
    stream?.close(.atOnce)
  }

  /// Whether the network is so slow that no more should be handed out.
  var isBackedUp: Bool { stream?.isBackedUp ?? true }

  /// Whether some bytes have not left yet.
  var isSending: Bool { (stream?.queuedBytes ?? 0) > 0 }

  /// How many bytes came since somebody asked last.
  func takeByteCount() -> Int {
    defer { bytesReceived = 0 }
    return bytesReceived
  }

  /// Takes all bytes, and sends them as the network takes them.
  func write(_ bytes: RawSpan) -> Int {
    stream?.write(bytes)
    return bytes.byteCount
  }
}

extension ServerConnection: StreamHandler {
  func opened(_ stream: ByteStream) {
    guard side.isCurrent(self) else { return }
    isOpen = true
    side.connectionOpened(stream.makeSender())
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    guard side.isCurrent(self) else { return }
    let now = side.now
    var frameCount = 0
    bytesReceived += bytes.byteCount
    do throws(WireError) {
      _ = try frames.consume(bytes) { frame, announced in
        frameCount += 1
        take(frame, announced, at: now)
        return .more
      }
    } catch {
      driver.core.withLock { $0.machine.violated("\(error)") }
    }
    // A long frame takes its time, and whoever sends it lives.
    if frameCount == 0 { driver.core.withLock { $0.machine.heard(at: now) } }
    side.settle()
  }

  private func take(_ frame: RawSpan, _ announced: Int, at now: MonotonicInstant) {
    let (answered, hasEffects) = driver.core.withLock { core -> (Answered?, Bool) in
      let verdict = core.machine.received(frame, announcedBytes: announced, at: now)
      guard case .reply(let ticket, let header) = verdict,
        let waiter = core.waiters.take(ticket)
      else { return (nil, core.machine.hasEffects) }
      core.counters.requestsAnswered += 1
      core.counters.latency.record(nanoseconds: now.nanoseconds - waiter.beginning.nanoseconds)
      return (Answered(waiter: waiter, header: header), core.machine.hasEffects)
    }
    if hasEffects { side.performEffects() }
    guard let answered else { return }
    answered.waiter.resume(answered.header, frame.extracting(16...))
  }

  private struct Answered {
    let waiter: Waiter
    let header: ReplyHeader
  }

  func writable(_ stream: ByteStream) {
    guard side.isCurrent(self) else { return }
    side.settle()
  }

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    isOpen = false
    self.stream = nil
    guard side.isCurrent(self) else { return }
    side.connectionEnded(cause.disconnection, acceptedBytes: stream.sentBytes)
  }
}

extension CloseCause {
  fileprivate var disconnection: Disconnection {
    switch self {
    case .closedHere: .closedHere
    case .endedByPeer: .closedByServer
    case .failed(let error): .failed("\(error)")
    case .loopStopped: .closedHere
    }
  }
}
