package import ZooKeeperModel
import ZooKeeperWire

// Time.
extension SessionMachine {
  /// When to call `advance`, unless something else happens before.
  package var nextDeadline: MonotonicInstant {
    var deadline = min(phaseDeadline, sessionDeadline, requestDeadline, closing.deadline)
    if isLive {
      deadline = min(
        deadline, heartbeat.pingDue(timeout), heartbeat.silenceDue(timeout), search.due)
    }
    return deadline
  }

  /// Does what is due at a moment.
  package mutating func advance(to now: MonotonicInstant) {
    if phase == .ended { return }
    if requestDeadline <= now { expireRequests(at: now) }
    if closing.deadline <= now { return closingTookTooLong(at: now) }
    if sessionDeadline <= now { return sessionMustBeGone(at: now) }
    if leaving != nil { return }
    if phase == .live { return keepAlive(at: now) }
    guard phaseDeadline <= now else { return }
    switch phase {
    case .resting: resolveNextServer(at: now)
    case .resolving, .connecting, .greeting:
      phaseDeadline = .never
      leave(.tooSlow)
    case .idle, .live, .ended: break
    }
  }

  private mutating func keepAlive(at now: MonotonicInstant) {
    if heartbeat.silenceDue(timeout) <= now { return leave(.silent) }
    if heartbeat.pingDue(timeout) <= now {
      appendPing()
      heartbeat.lastSent = now
    }
    if search.due <= now {
      search.wait(at: now)
      if let other = servers.nextOther() { emit(.probe(other)) }
    }
  }

  mutating func appendPing() {
    appendControl { RequestHeader(xid: .ping, operation: .ping).encode(to: &$0) }
  }

  /// What a server said that was asked whether it can write.
  package mutating func probed(_ server: ServerAddress, canWrite: Bool) {
    guard canWrite, isLive, isReadOnly else { return }
    servers.prefer(server)
    move()
  }

  /// Takes another list of servers, and moves to one of them if that spreads clients better.
  package mutating func updateServers(_ list: [ServerAddress]) {
    // Nobody is no better than somebody.
    if list.isEmpty { return }
    inquiry.forgetAll()
    let moves = servers.replace(
      with: list, random: &random, shuffles: configuration.shufflesServers)
    emit(.report(.serversChanged(list)))
    if moves && isLive { move() }
  }

  /// Leaves for another server, after what this one was asked already: writes on their way would be
  /// lost with an unknown outcome.
  private mutating func move() {
    if ledger.isEmpty { leave(.moved) } else { wantsToMove = true }
  }

  package var serverList: [ServerAddress] { servers.servers }
}
