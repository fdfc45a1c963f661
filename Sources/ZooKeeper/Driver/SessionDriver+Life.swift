import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

// Life and room.
extension SessionDriver {
  /// Ends the session, and returns when it has ended: even to a task that was cancelled, because
  /// leaving without it would leave ephemeral nodes behind. It takes no longer than the patience
  /// that was configured.
  func close() async {
    let patience = configuration.closeTimeout
    // Owners hear of it before servers give away what they own.
    loseLeases()
    runOnLoop { side in
      side.driver.core.withLock { $0.machine.close(within: patience, at: side.now) }
      side.driver.loseLeases()
    }
    await untilEnded()
  }

  /// Ends the session in passing, for an owner that is gone.
  func closeEventually() {
    let patience = configuration.closeTimeout
    runOnLoop { side in
      side.driver.core.withLock { $0.machine.close(within: patience, at: side.now) }
    }
  }

  /// Leaves the session alive. Nil if there is none.
  func detach() async -> SessionTicket? {
    let ticket = Lock<SessionTicket?>(nil)
    runOnLoop { side in
      let left = side.driver.core.withLock { $0.detach(at: side.now) }
      ticket.withLock { $0 = left }
    }
    await untilEnded()
    return ticket.withLock { $0 }
  }

  private func untilEnded() async {
    await withCheckedContinuation { continuation in
      let hasEnded = core.withLock { core in
        if !core.machine.hasEnded { core.endWaiters.append(continuation) }
        return core.machine.hasEnded
      }
      if hasEnded { continuation.resume() }
    }
  }

  /// Waits until a request of that size may line up, or until there is no use in it. False if it
  /// took too long.
  func waitForRoom(_ byteCount: Int, until deadline: MonotonicInstant) async -> Bool {
    let ticket = core.withLock { $0.roomWaiters.drawTicket() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = core.withLock { core in
          if core.mayLineUp(byteCount) || Task.isCancelled { return false }
          core.roomWaiters.add(continuation, ticket: ticket, until: deadline)
          return true
        }
        if waits { callLoop() } else { continuation.resume() }
      }
    } onCancel: {
      core.withLock { $0.roomWaiters.take(ticket) }?.resume()
    }
    return LoopTime.current.instant < deadline
  }

  /// Those who wait for room look again when this much of it is free.
  var roomToAdmit: Int { configuration.limits.outboxBytesMax / 2 }
}

extension DriverCore {
  /// Room, or no use in waiting for any.
  fileprivate func mayLineUp(_ byteCount: Int) -> Bool {
    (roomWaiters.isEmpty && machine.hasRoom(for: byteCount)) || machine.requestsWaiting == 0
      || machine.hasEnded
  }

  /// Leaves the session alive, and tells what somebody else needs to go on with it.
  fileprivate mutating func detach(at now: MonotonicInstant) -> SessionTicket? {
    if !machine.mayDetach { return nil }
    let identity = machine.identity
    let timeout = machine.sessionTimeout
    machine.detach(at: now)
    return identity.map {
      SessionTicket(
        session: $0.id, password: $0.password, timeout: timeout, lastZxid: $0.lastZxid)
    }
  }

  /// Those who waited for room, if there is some.
  mutating func takeAdmitted(_ room: Int) -> [CheckedContinuation<Void, Never>] {
    machine.hasRoom(for: room) || machine.requestsWaiting == 0 ? roomWaiters.takeAll() : []
  }
}
