import ZooKeeperTransport
import ZooKeeperWire

/// One direction of a connection through the proxy, from the stream where bytes come from to the
/// one where they go.
final class ChaosDirection {
  /// Bytes of a frame, 64 MiB: more than anybody lets a server answer.
  private static let frameBytesMax = 64 * 1024 * 1024

  var source: ByteStream? { didSet { regulate() } }
  var target: ByteStream?

  /// Whether nothing gets through.
  var isHeld = false {
    didSet {
      regulate()
      schedule()
    }
  }

  private let loop: EventLoop
  private let cut: () -> Void
  private var frames = FrameAssembler(limit: frameBytesMax)
  private var line = DelayLine()
  private var timer: TimerToken?
  private var isPaused = false

  init(on loop: EventLoop, cut: @escaping () -> Void) {
    self.loop = loop
    self.cut = cut
  }

  /// Begins to delay and to split.
  func follow(delay: Duration, pieceBytesMax: Int?) {
    line = DelayLine(delay: delay, pieceBytesMax: pieceBytesMax)
  }

  /// Passes on frames as `verdict` has it for the first four bytes of each. The owner stalls.
  func pass(_ chunk: RawSpan, _ verdict: (Int32) -> FaultMachine.Verdict) {
    do throws(WireError) {
      _ = try frames.consume(chunk) { frame, _ in
        pass(frame: frame.copied(), verdict(Self.mark(of: frame)))
        return .more
      }
    } catch {
      append(.cut)
    }
  }

  private func pass(frame body: [UInt8], _ verdict: FaultMachine.Verdict) {
    let length = UInt32(body.count)
    let frame = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + body
    switch verdict {
    case .pass, .stall: append(.bytes(frame[...]))
    case .cut: append(.cut)
    case .passHalf:
      append(.bytes(frame.prefix(frame.count / 2)))
      append(.cut)
    case .end: append(.end)
    }
  }

  private static func mark(of frame: RawSpan) -> Int32 {
    var reader = JuteReader(frame)
    // Nobody has requests without a number; should one come, it is none that we wait for.
    return (try? reader.int32("mark")) ?? -1
  }

  func append(_ parcel: DelayLine.Parcel) {
    line.append(parcel, at: loop.now)
    schedule()
    regulate()
  }
}

extension ChaosDirection {
  /// Lets out what is due, and comes back for the rest: for the next piece in another turn, so that
  /// the pieces do not travel together.
  private func schedule() {
    if let timer { loop.cancel(timer) }
    timer = nil
    if isHeld { return }
    if let parcel = line.take(at: loop.now) { deliver(parcel) }
    guard let due = line.nextDue else { return }
    timer = loop.schedule(at: due) { [self] in
      timer = nil
      schedule()
      regulate()
    }
  }

  private func deliver(_ parcel: DelayLine.Parcel) {
    switch parcel {
    case .bytes(let bytes): target?.write(Array(bytes).span.raw)
    case .end: target?.finishWriting()
    case .cut: cut()
    }
  }

  /// Reads no faster than can be passed on.
  func regulate() {
    let isFull =
      isHeld || target?.isBackedUp == true
      || line.byteCount >= TransportLimits.queuedBytesHighWater
    guard isFull != isPaused, let source else { return }
    isPaused = isFull
    if isFull { source.pauseReading() } else { source.resumeReading() }
  }
}
