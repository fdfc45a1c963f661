import ZooKeeperTransport
import ZooKeeperWire

/// A client's connection through the proxy: a stream to each side, and what happens between them.
final class ChaosLink {
  private let loop: EventLoop
  private let server: SocketAddress
  /// What happens to this connection; asked for when the client speaks ZooKeeper's protocol, and
  /// with this its connection counts.
  private let plan: () -> ChaosPlan
  private let hasEnded: (ChaosLink) -> Void
  private let requests: ChaosDirection
  private let replies: ChaosDirection
  private var machine = FaultMachine()
  private var speech = Speech.unknown
  private let ends = Ends()

  private enum Speech {
    case unknown
    case frames
    /// An administrator's word, and the answer to it: text that nothing happens to.
    case words
  }

  /// The streams to both sides, as long as they are open.
  private final class Ends {
    var client: ByteStream?
    var server: ByteStream?

    func close(_ manner: ByteStream.ClosingManner) {
      client?.close(manner)
      server?.close(manner)
    }
  }

  init(
    to server: SocketAddress, on loop: EventLoop, plan: @escaping () -> ChaosPlan,
    hasEnded: @escaping (ChaosLink) -> Void
  ) {
    self.server = server
    self.loop = loop
    self.plan = plan
    self.hasEnded = hasEnded
    requests = ChaosDirection(on: loop) { [ends] in ends.close(.afterFlushing) }
    replies = ChaosDirection(on: loop) { [ends] in ends.close(.afterFlushing) }
  }

  /// Whether this is a client that has greeted, and no administrator.
  var speaksFrames: Bool { speech == .frames }

  func cut() {
    ends.close(.atOnce)
  }

  /// Lets nothing through in either direction, until told otherwise.
  func stall(_ isStalled: Bool) {
    requests.isHeld = isStalled
    replies.isHeld = isStalled
  }

  func expect(_ misfortune: ChaosPlan.Misfortune) {
    machine.expect(misfortune)
  }
}

extension ChaosLink: StreamHandler {
  func opened(_ stream: ByteStream) {
    guard ends.client == nil, ends.server == nil else { return }
    let toServer = ByteStream.connect(to: server, handler: self, on: loop)
    ends.client = stream
    ends.server = toServer
    replies.target = stream
    requests.target = toServer
    requests.source = stream
    replies.source = toServer
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    if stream === ends.client {
      if speech == .unknown { recognize(bytes) }
      pass(bytes, in: requests) { machine.request($0) }
    } else {
      pass(bytes, in: replies) { machine.reply($0) }
    }
  }

  /// No frame is so long that its length starts with a letter: that is a four-letter word.
  private func recognize(_ bytes: RawSpan) {
    guard bytes.copied().first == 0 else {
      speech = .words
      return
    }
    speech = .frames
    let plan = plan()
    machine = FaultMachine(plan.misfortune)
    requests.follow(delay: plan.delayToServer, pieceBytesMax: plan.pieceBytesMax)
    replies.follow(delay: plan.delayToClient, pieceBytesMax: plan.pieceBytesMax)
  }

  private func pass(
    _ bytes: RawSpan, in direction: ChaosDirection,
    _ decide: (Int32) -> FaultMachine.Verdict
  ) {
    guard speech == .frames else { return direction.append(.bytes(bytes.copied()[...])) }
    direction.pass(bytes) { mark in
      let verdict = decide(mark)
      // Before the frame goes on, so that it stays here.
      if verdict == .stall { stall(true) }
      return verdict
    }
  }

  func writable(_ stream: ByteStream) {
    requests.regulate()
    replies.regulate()
  }

  func ended(_ stream: ByteStream) {
    if stream === ends.client { requests.append(.end) } else { replies.append(.end) }
  }

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    // Whoever has ended in order lets the other side finish. Where we had ended before, this is
    // the only word about it.
    if cause == .endedByPeer { ended(stream) }
    if stream === ends.client { ends.client = nil } else { ends.server = nil }
    if cause != .endedByPeer { ends.close(.afterFlushing) }
    if ends.client == nil && ends.server == nil { hasEnded(self) }
  }
}
