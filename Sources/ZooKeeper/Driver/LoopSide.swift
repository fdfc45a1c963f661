import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

/// The loop's side of a driver: the connection, the timer, and the effects. It lives on the loop's
/// thread and on no other.
final class LoopSide {
  let driver: SessionDriver
  let loop: EventLoop
  private var connection: ServerConnection?
  private var addresses: [SocketAddress] = []
  /// Counts what was begun, so that what was given up is not taken for its successor.
  private var attempts = 0
  private var timer: (token: TimerToken, moment: MonotonicInstant)?
  private var attention = Attention()
  private var exchange: WordExchange?

  init(_ driver: SessionDriver, on loop: EventLoop) {
    self.driver = driver
    self.loop = loop
  }

  var now: MonotonicInstant { loop.now.instant }

  /// Does what follows from what has happened: effects in their order, then sending, then the
  /// timer.
  func settle() {
    performEffects()
    setTimer(at: flush())
  }

  /// Effects first, whenever something is to be told: whoever is resumed later has everything that
  /// happened before.
  func performEffects() {
    while let effect = driver.core.withLock({ $0.machine.nextEffect() }) { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .resolve(let server): resolve(server)
    case .connect(let server, let index): connect(to: addresses[index], of: server)
    case .disconnect: disconnect()
    case .probe(let server): ask(server)
    case .inquire(let question): ask(question)
    case .fail(let ticket, let failure): driver.settle(ticket, failure, at: now)
    case .notify(let id, let notice): driver.notify(id, notice)
    case .gap(let id, let gap): driver.deliverGap(gap, to: id)
    case .dropWatch(let id, let error): driver.endWatch(id, error)
    case .watchEnded(let id): driver.endWatch(id, nil)
    case .renewed(let old, let end): driver.renewed(old, because: end)
    case .changed(let status): changed(status)
    case .report(let report): driver.report(report)
    }
  }

  private func changed(_ status: SessionState) {
    driver.changed(status)
    guard case .ended = status else { return }
    if let timer { loop.cancel(timer.token) }
    timer = nil
    exchange?.cancel()
    driver.forgetLoopSide()
  }
}

// The way to a server.
extension LoopSide {
  private func resolve(_ server: ServerAddress) {
    attempts += 1
    let attempt = attempts
    Resolver.resolve(Endpoint(server), on: loop) { [self] result in
      guard attempt == attempts else { return }
      switch result {
      case .success(let found):
        addresses = found
        driver.core.withLock { $0.machine.resolved(addressCount: found.count, at: now) }
      case .failure(let error):
        let reason = "its name cannot be resolved: \(error.reason)"
        driver.core.withLock { $0.machine.resolutionFailed(reason, at: now) }
      }
      settle()
    }
  }

  private func connect(to address: SocketAddress, of server: ServerAddress) {
    driver.tell(.attempt(server, address: "\(address)"))
    let connection = ServerConnection(
      self, frameBytesMax: driver.configuration.limits.frameBytesMax)
    self.connection = connection
    connection.connect(to: address, on: loop)
  }

  private func disconnect() {
    attempts += 1
    if let connection {
      connection.close()
    } else {
      driver.core.withLock { core in
        core.machine.disconnected(.closedHere, acceptedBytes: 0, at: now)
      }
    }
  }

  /// Whether what a connection says still counts.
  func isCurrent(_ connection: ServerConnection) -> Bool { self.connection === connection }

  func connectionOpened(_ sender: StreamSender) {
    driver.core.withLock { core in
      core.connectionOpened(sender)
      core.machine.connected(at: now)
    }
    settle()
  }

  func connectionEnded(_ cause: Disconnection, acceptedBytes: Int) {
    connection = nil
    driver.core.withLock { core in
      core.connectionEnded(acceptedBytes: acceptedBytes)
      core.machine.disconnected(cause, acceptedBytes: acceptedBytes, at: now)
    }
    settle()
  }
}

// Four-letter words, on connections of their own. One is under way at a time: only who is served
// looks for a better server, and only who is turned away asks why.
extension LoopSide {
  private func ask(_ server: ServerAddress) {
    let exchange = prepare(.isro, for: server, until: loop.now + .seconds(5)) { machine, answer in
      guard case .success(let text) = answer else { return }
      machine.probed(server, canWrite: text == "rw")
    }
    exchange.start()
  }

  private func ask(_ question: ZxidQuestion) {
    let deadline = LoopTime(nanoseconds: question.deadline.nanoseconds)
    let exchange = prepare(.srvr, for: question.server, until: deadline) { machine, answer in
      machine.answered(question, ZxidAnswer(srvr: answer))
    }
    // The one that turned us away, not another of the same name.
    exchange.start(atAnyOf: [addresses[question.address]])
  }

  private func prepare(
    _ word: FourLetterWord, for server: ServerAddress, until deadline: LoopTime,
    _ tell: @escaping (inout SessionMachine, Result<String, ServerProbeError>) -> Void
  ) -> WordExchange {
    exchange?.cancel()
    let next = WordExchange(word, with: server, until: deadline, on: loop) { [self] answer in
      exchange = nil
      if case .failure(let error) = answer, error.reason == .cancelled { return }
      driver.core.withLock { tell(&$0.machine, answer) }
      settle()
    }
    exchange = next
    return next
  }
}

// Sending and time.
extension LoopSide {
  /// Sends what may go out, as much as the network takes. Returns when to come by again.
  private func flush() -> MonotonicInstant {
    while let connection, connection.isOpen, !connection.isBackedUp {
      var departure = driver.core.withLock { core in
        core.depart(atMost: SessionDriver.departureBytesMax, at: now)
      }
      if departure == nil { break }
      departure?.send { connection.write($0) }
      driver.core.withLock { core in
        guard let departure = departure.take() else { return }
        core.arrive(departure, isLoopBusy: connection.isSending)
      }
    }
    return rest()
  }

  /// What is left to do before the loop turns to others.
  private func rest() -> MonotonicInstant {
    let isSending = connection?.isSending ?? false
    let bytesReceived = connection?.takeByteCount() ?? 0
    let (admitted, deadline) = driver.core.withLock { core in
      core.counters.bytesReceived += bytesReceived
      if core.sendRight == .withTheLoop, !isSending { core.sendRight = .free }
      let admitted = core.roomWaiters.isEmpty ? [] : core.takeAdmitted(driver.roomToAdmit)
      attention.look(isBusy: core.waiters.count > 0 || !core.roomWaiters.isEmpty, at: now)
      core.isLoopAttentive = attention.isNeeded
      let due = min(attention.nextLook, core.leases.nextDue)
      return (admitted, min(core.machine.nextDeadline, due))
    }
    for continuation in admitted { continuation.resume() }
    return deadline
  }

  private func setTimer(at due: MonotonicInstant) {
    // One that is early finds nothing to do, and that costs less than moving it each time.
    if let timer, timer.moment <= due { return }
    if let timer { loop.cancel(timer.token) }
    timer = nil
    if due == .never { return }
    let token = loop.schedule(at: LoopTime(nanoseconds: due.nanoseconds)) { [self] in
      timer = nil
      timePassed()
    }
    timer = (token, due)
  }

  private func timePassed() {
    let overdue = driver.core.withLock { core in
      var overdue: [CheckedContinuation<Void, Never>] = []
      if attention.nextLook <= now {
        let cancelled = core.waiters.cancelled
        if !cancelled.isEmpty {
          core.machine.abandon(because: .cancelled) { cancelled.contains($0) }
        }
        overdue = core.roomWaiters.takeOverdue(at: now)
        attention.looked(at: now)
      }
      core.machine.advance(to: now)
      return overdue
    }
    for continuation in overdue { continuation.resume() }
    driver.advanceLeases(to: now)
    settle()
  }
}
