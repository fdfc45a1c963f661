import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

/// The only place where the machine, its callers and a connection meet.
///
/// Callers put their requests into the machine in the order of their calls, under a short lock, and
/// wait. The loop alone takes what comes: so no two threads ever race each other with a reply and
/// an event. Nobody is resumed, and nothing is decoded, sent or told, under the lock.
final class SessionDriver: Sendable {
  let core: Lock<DriverCore>
  let mailbox: Mailbox
  let configuration: ClientConfiguration
  let states: LatestValue<SessionState>
  private let loopSide = Lock<LoopBound<LoopSide>?>(nil)

  /// Prepares a session, without a connection yet.
  init(_ configuration: ClientConfiguration, seed: UInt64, on mailbox: Mailbox) {
    self.configuration = configuration
    self.mailbox = mailbox
    states = LatestValue(.connecting)
    let machine = SessionMachine(
      SessionConfiguration(configuration), random: RandomSource(seed: seed))
    core = Lock(DriverCore(machine, random: RandomSource(seed: ~seed)))
  }

  /// Begins to connect.
  func start() {
    runOnLoop { side in
      side.driver.core.withLock { $0.machine.start(at: side.now) }
    }
  }

  /// Does something on the loop, and then whatever follows from it. If the loop has stopped, which
  /// the one that clients share never does, nothing happens.
  func runOnLoop(_ action: @escaping @Sendable (LoopSide) -> Void) {
    mailbox.post { [self] loop in
      let side = side(on: loop)
      action(side)
      side.settle()
    }
  }

  /// Lets the loop come by.
  func callLoop() {
    mailbox.post { [self] loop in
      core.withLock { $0.isLoopCalled = false }
      side(on: loop).settle()
    }
  }

  private func side(on loop: EventLoop) -> LoopSide {
    if let known = loopSide.withLock({ $0 }) { return known.value(on: loop) }
    let side = LoopSide(self, on: loop)
    if core.withLock({ $0.machine.hasEnded }) { return side }
    let bound = LoopBound(side, to: loop)
    loopSide.withLock { $0 = bound }
    return side
  }

  /// The session has ended; nothing that belongs to it must keep the other alive.
  func forgetLoopSide() {
    loopSide.withLock { $0 = nil }
  }
}

// Calls.
extension SessionDriver {
  /// How much one departure takes along.
  static var departureBytesMax: Int { 64 * 1024 }

  /// Sends a request and waits for its answer; and before that for room, if that was chosen.
  @inline(__always)
  func call<Reader: AnswerReader>(
    _ request: OutgoingRequest, readBy reader: Reader.Type, _ encode: (inout JuteWriter) -> Void
  ) async -> Settled<Reader.Reply> {
    let beginning = LoopTime.current.instant
    var urgency = Urgency.ordinary
    var byteCount = 0
    while true {
      // An early look spares those who were cancelled long ago; later, the loop looks.
      if Task.isCancelled {
        return .failed(CallFailure(.cancelled, mayHaveHappened: false))
      }
      let settled: Settled<Reader.Reply> = await unsafe withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation, readBy: reader, at: beginning)
        byteCount = submit(request, waiter, urgency, encode)
      }
      guard case .failed(let failure) = settled, failure.reason == .overloaded,
        configuration.whenFull == .wait
      else { return settled }
      guard await waitForRoom(byteCount, until: deadline(of: beginning)) else {
        return .failed(CallFailure(.timedOut, mayHaveHappened: false))
      }
      urgency = .hasWaited
    }
  }

  func deadline(of beginning: MonotonicInstant) -> MonotonicInstant {
    configuration.requestTimeout.map { beginning + $0 } ?? .never
  }

  /// Encodes a request and puts it in line. Returns how many bytes it has.
  @discardableResult
  func submit(
    _ request: OutgoingRequest, _ waiter: Waiter, _ urgency: Urgency = .ordinary,
    _ encode: (inout JuteWriter) -> Void
  ) -> Int {
    JuteWriter.withScratch { writer in
      encode(&writer)
      submit(request, writer.bytes, waiter, urgency)
      return writer.bytes.byteCount
    }
  }

  /// Who may line up, and how long they wait.
  enum Urgency {
    /// Behind all who wait for room, for the time that calls have.
    case ordinary
    /// It has waited for room, and now there is some.
    case hasWaited
    /// One of a few that a call makes at once: it does not ask for room, because it could not wait
    /// for it.
    case bounded
    /// As bounded; and it waits for its answer as long as there is a session.
    case patient

    var asksForRoom: Bool { self == .ordinary || self == .hasWaited }
  }

  /// Puts a request in line. Nobody jumps the queue of those who wait for room.
  private func submit(
    _ request: OutgoingRequest, _ body: RawSpan, _ waiter: Waiter, _ urgency: Urgency
  ) {
    let now = waiter.beginning
    var request = request
    request.deadline = urgency == .patient ? request.deadline ?? .never : deadline(of: now)
    let (failure, next) = core.withLock { core -> (CallFailure?, DriverCore.AfterSubmit) in
      if urgency == .ordinary, !core.roomWaiters.isEmpty {
        return (CallFailure(.overloaded, mayHaveHappened: false), .nothing)
      }
      let ticket = core.waiters.add(waiter)
      do throws(CallFailure) {
        try core.machine.submit(
          request, body: body, for: ticket, evenIfFull: !urgency.asksForRoom)
      } catch {
        _ = core.waiters.take(ticket)
        core.counters.requestsFailed += 1
        return (error, .nothing)
      }
      return (nil, core.afterSubmit())
    }
    if let failure { return waiter.resume(failure) }
    switch next {
    case .nothing: break
    case .callLoop: callLoop()
    case .send: sendHere(at: now)
    }
  }

  /// Sends what is there from the caller's thread.
  private func sendHere(at now: MonotonicInstant) {
    var sender: StreamSender?
    var departure = core.withLock { core -> Departure? in
      sender = core.sender
      return core.sendRight == .free
        ? core.depart(atMost: SessionDriver.departureBytesMax, at: now) : nil
    }
    guard let sender, departure != nil else { return callLoop() }
    departure?.send { sender.send($0) ?? 0 }
    let isLoopWanted = core.withLock { core in
      if let departure = departure.take() { core.arrive(departure, isLoopBusy: false) }
      return core.sendRight == .withTheLoop || core.machine.hasSomethingToSend
    }
    if isLoopWanted { callLoop() }
  }
}
