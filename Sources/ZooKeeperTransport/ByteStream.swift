internal import Glibc

/// A connection: bytes go in and come out in order, until one side closes it.
///
/// It lives on its loop, which keeps it as long as it is open. While nothing is queued or kept, it
/// holds no memory but itself, so that thousands of idle connections cost next to nothing. A filter
/// between owner and network, such as encryption, has its place around `received` and `send`.
package final class ByteStream {
  package let peer: SocketAddress

  private let loop: EventLoop
  private var handler: (any StreamHandler)?
  private var socket: Socket
  private var id: ChannelID?
  private var interest: Interest = []
  // What the network did not take yet.
  private var outgoing = ByteQueue()
  private var sentByLoop = 0
  private var sender: StreamSender?
  // What the owner did not take yet.
  private var kept: [UInt8] = []
  private var phase: Phase
  private var input = Input.flowing
  private var output = Output.open
  private var closesWhenFlushed = false
  private var hasErrand = false
  private var cause = CloseCause.closedHere

  private enum Phase {
    case connecting
    case open
    case closed
  }

  private enum Input {
    case flowing
    case paused
    /// The owner wants to go on, and gets what was kept as soon as its call is over.
    case resuming
    case ended
  }

  private enum Output {
    case open
    /// The peer shall know that there is no more, as soon as the queue is empty.
    case finishing
    case finished
  }

  private init(
    socket: consuming Socket, peer: SocketAddress, phase: Phase, handler: any StreamHandler,
    loop: EventLoop
  ) {
    self.socket = socket
    self.peer = peer
    self.phase = phase
    self.handler = handler
    self.loop = loop
  }

  /// Asks a peer for a connection. The handler learns how that ended: opened or closed.
  package static func connect(
    to peer: SocketAddress, handler: any StreamHandler, on loop: EventLoop
  ) -> ByteStream {
    let stream = ByteStream(
      socket: .closed, peer: peer, phase: .connecting, handler: handler, loop: loop)
    do throws(SystemError) {
      stream.socket = try .connecting(to: peer)
      stream.join()
    } catch {
      stream.end(.failed(error))
    }
    return stream
  }

  /// Begins to serve a connection that a listener accepted.
  static func open(_ arrival: consuming Arrival, handler: any StreamHandler, on loop: EventLoop) {
    let peer = arrival.peer
    let stream = ByteStream(
      socket: arrival.socket, peer: peer, phase: .open, handler: handler, loop: loop)
    stream.join()
    if stream.phase == .open { handler.opened(stream) }
  }

  private func join() {
    if loop.hasStopped { return end(.loopStopped) }
    id = loop.add(self)
    updateInterest()
  }
}

/// Writing.
extension ByteStream {
  /// Sends bytes, at once if nothing is queued, and queues what the network does not take. After
  /// the end of the stream or of its writing side, does nothing: it may have come a moment ago.
  package func write(_ bytes: RawSpan) {
    loop.assertOnThread()
    guard takesBytes, !bytes.isEmpty else { return }
    var sent = 0
    if phase == .open && outgoing.isEmpty {
      switch send(bytes) {
      case .moved(let byteCount): sent = byteCount
      case .wouldBlock: break
      case .failed(let error): return end(.failed(error))
      }
    }
    if sent < bytes.byteCount {
      outgoing.append(bytes.extracting(sent...))
      updateInterest()
    }
  }

  /// Bytes that the network did not take yet.
  package var queuedBytes: Int { outgoing.count }

  /// Whether the owner should produce no more until `writable` is called. Nothing enforces it:
  /// only the owner knows what it can hold back.
  package var isBackedUp: Bool { queuedBytes >= TransportLimits.queuedBytesHighWater }

  /// Tells the peer, after everything queued, that there is no more. Reading goes on; the stream
  /// closes when the peer has ended its side too.
  package func finishWriting() {
    loop.assertOnThread()
    guard phase != .closed, output == .open else { return }
    output = .finishing
    sender?.revoke()
    if phase == .open && outgoing.isEmpty { drained() }
  }

  /// For sending from other threads; the same one whenever somebody asks. It sends nothing more
  /// from the moment in which this stream takes nothing more.
  package func makeSender() -> StreamSender {
    loop.assertOnThread()
    precondition(phase != .connecting, "nothing can be sent past a stream that is not open yet")
    if let sender { return sender }
    let made = StreamSender(to: takesBytes ? socket.descriptor : nil)
    sender = made
    return made
  }

  /// Bytes that the network has taken so far, from this stream and from its sender.
  package var sentBytes: Int { sentByLoop + (sender?.sentBytes ?? 0) }

  private var takesBytes: Bool { phase != .closed && output == .open && !closesWhenFlushed }

  private func send(_ bytes: RawSpan) -> Transfer {
    let transfer = Kernel.send(bytes, to: socket.descriptor)
    if case .moved(let byteCount) = transfer { sentByLoop += byteCount }
    return transfer
  }

  private func flush() {
    if !outgoing.isEmpty {
      switch send(outgoing.waiting) {
      case .moved(let byteCount): outgoing.removeFirst(byteCount)
      case .wouldBlock: break
      case .failed(let error): return end(.failed(error))
      }
    }
    if outgoing.isEmpty { drained() } else { updateInterest() }
  }

  private func drained() {
    if closesWhenFlushed { return close(.atOnce) }
    if output == .finishing {
      socket.finishSending()
      output = .finished
      if input == .ended { return end(.endedByPeer) }
    }
    updateInterest()
    if output == .open { handler?.writable(self) }
  }
}

/// Reading.
extension ByteStream {
  /// Reads no more until told so: the network then slows the peer down. The end of a stream that
  /// neither reads nor has something queued is noticed when it does again.
  package func pauseReading() {
    loop.assertOnThread()
    guard phase != .closed, input != .ended else { return }
    input = .paused
    updateInterest()
  }

  /// Pauses in the middle of what was received: the rest comes again when reading is resumed.
  package func pauseReading(keeping rest: RawSpan) {
    pauseReading()
    if phase == .closed { return }
    precondition(kept.isEmpty, "only what was just received can be kept")
    kept.append(rest)
  }

  package func resumeReading() {
    loop.assertOnThread()
    guard phase != .closed, input == .paused else { return }
    if kept.isEmpty {
      input = .flowing
      updateInterest()
    } else {
      input = .resuming
      requestErrand()
    }
  }

  private var reads: Bool { phase == .open && input == .flowing && !closesWhenFlushed }

  private func read() {
    switch loop.receiveBuffer.fill(from: socket) {
    case .moved(0):
      input = .ended
      if output == .finished || sender?.failure != nil { return end(.endedByPeer) }
      updateInterest()
      handler?.ended(self)
    case .moved(let byteCount):
      loop.receiveBuffer.withPrefix(byteCount) { handler?.received($0, from: self) }
    case .wouldBlock:
      break
    case .failed(let error):
      end(.failed(error))
    }
  }

  private func deliverKept() {
    let bytes = kept
    kept = []
    input = .flowing
    handler?.received(bytes.raw, from: self)
    updateInterest()
  }
}

/// Closing.
extension ByteStream {
  package enum ClosingManner: Sendable {
    /// When everything queued has gone to the network. A peer that does not read can delay that
    /// for ever; whoever cannot wait closes again, at once.
    case afterFlushing
    /// Whatever is queued is lost.
    case atOnce
  }

  /// Receives nothing more, and closes.
  package func close(_ manner: ClosingManner = .afterFlushing) {
    loop.assertOnThread()
    if phase == .closed { return }
    if manner == .afterFlushing && !outgoing.isEmpty {
      closesWhenFlushed = true
      sender?.revoke()
      kept = []
      updateInterest()
    } else {
      end(input == .ended ? .endedByPeer : .closedHere)
    }
  }

  private func end(_ cause: CloseCause) {
    if phase == .closed { return }
    phase = .closed
    // Before the descriptor is closed: the next one who opens something gets its number.
    sender?.revoke()
    // What broke the connection for the sender came before whatever the loop found of it.
    self.cause = sender?.failure.map(CloseCause.failed) ?? cause
    if let id { loop.remove(id) }
    // The kernel takes a closed descriptor out of every epoll set.
    socket.close()
    outgoing = ByteQueue()
    kept = []
    requestErrand()
  }
}

extension ByteStream: Channel {
  func ready(_ readiness: Readiness) {
    if phase == .connecting { return completeConnecting() }
    if readiness.mayRead && reads { read() }
    if readiness.mayWrite && !outgoing.isEmpty { flush() }
  }

  func runErrand() {
    hasErrand = false
    if phase == .closed {
      let handler = handler.take()
      handler?.closed(self, because: cause)
    } else if input == .resuming && !closesWhenFlushed {
      deliverKept()
    }
  }

  func shutDown() {
    end(.loopStopped)
  }

  private func requestErrand() {
    if hasErrand { return }
    hasErrand = true
    loop.sendOnErrand(self)
  }

  private func completeConnecting() {
    let code = Kernel.pendingError(of: socket.descriptor)
    if code != 0 { return end(.failed(SystemError(.connect, code: code))) }
    if socket.isItsOwnPeer(at: peer) {
      return end(.failed(SystemError(.connect, code: ECONNREFUSED)))
    }
    phase = .open
    handler?.opened(self)
    if outgoing.isEmpty && output == .open { updateInterest() } else { flush() }
  }

  private func updateInterest() {
    guard phase != .closed, let id else { return }
    var wanted: Interest = []
    if reads { wanted.insert(.reading) }
    if phase == .connecting || !outgoing.isEmpty { wanted.insert(.writing) }
    do throws(SystemError) {
      try loop.watch(socket.descriptor, for: wanted, insteadOf: interest, as: id)
      interest = wanted
    } catch {
      end(.failed(error))
    }
  }
}
