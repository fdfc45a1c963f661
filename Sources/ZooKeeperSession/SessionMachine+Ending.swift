package import ZooKeeperModel
import ZooKeeperWire

// Ends and successors.
extension SessionMachine {
  /// Ends the session on the server, after everything that was submitted; or without the server,
  /// if it does not answer in time.
  package mutating func close(within patience: Duration, at now: MonotonicInstant) {
    if phase == .ended || closing.isAskedFor { return }
    closing.isAskedFor = true
    closing.deadline = now + patience
    if session == nil && outbox.isEmpty { return leaveAndEnd(.closed, at: now) }
    enqueue(
      OutgoingRequest(.closeSession, lossRule: .askAgain), body: [UInt8]().span.raw, ticket: nil,
      errand: .closeSession)
  }

  /// Whether the session is not about to end already.
  package var mayDetach: Bool { phase != .ended && !closing.isAskedFor }

  /// Leaves the session as it is, for somebody else to go on with.
  package mutating func detach(at now: MonotonicInstant) {
    if !mayDetach { return }
    closing.isAskedFor = true
    leaveAndEnd(.detached, at: now)
  }

  mutating func closingTookTooLong(at now: MonotonicInstant) {
    closing.deadline = .never
    leaveAndEnd(.closedUnheard, at: now)
  }

  /// While nobody serves it, a session ends by the clock.
  mutating func sessionMustBeGone(at now: MonotonicInstant) {
    sessionDeadline = .never
    guard session == nil else {
      let areBehind = inquiry.allAreBehind(servers.servers, lastSeen: lastZxid)
      return leaveAndEnd(areBehind ? .serversBehind : .expiredUnheard, at: now)
    }
    // There is no session to lose, only the promise never to be shown an older state. Those that
    // could not be reached in all that time have no say.
    if inquiry.allThatServeAreBehind(servers.servers, lastSeen: lastZxid) {
      leaveAndEnd(.serversBehind, at: now)
    } else {
      setSessionDeadline(from: now)
    }
  }

  private mutating func leaveAndEnd(_ end: SessionEnd, at now: MonotonicInstant) {
    // What a server has said already is the better reason.
    closing.pendingEnd = closing.pendingEnd ?? end
    switch phase {
    case .resolving, .connecting, .greeting, .live: leave(.closedHere)
    case .idle, .resting, .ended: self.end(end, at: now)
    }
  }

  /// The session is no more, and no connection either.
  mutating func end(_ end: SessionEnd, at now: MonotonicInstant) {
    closing.pendingEnd = nil
    if end.allowsSuccessor && configuration.renews && !closing.isAskedFor {
      return beginSuccessor(of: end, at: now)
    }
    let end = closing.isAskedFor ? endForCloser(end) : end
    phase = .ended
    phaseDeadline = .never
    sessionDeadline = .never
    closing.deadline = .never
    closing.end = end
    session = nil
    abandon(because: CallFailure.Reason(end)) { _ in true }
    requestDeadline = .never
    for id in watches.all { emit(.watchEnded(id)) }
    watches.removeAll()
    emit(.changed(.ended(end)))
  }

  /// Whoever closes a session that is gone has what they want, if a server said that it is.
  private func endForCloser(_ end: SessionEnd) -> SessionEnd {
    if end == .expired { return .closed }
    return end.allowsSuccessor ? .closedUnheard : end
  }

  /// A session that was lost makes room for another. What was not sent moves over, unless it makes
  /// sense in the old one only; and everybody who watches hears that changes may have been missed.
  private mutating func beginSuccessor(of end: SessionEnd, at now: MonotonicInstant) {
    let old = session?.id
    giveUpUnsent(because: .sessionExpired) { $0.isBoundToSession }
    packBytes()
    session = nil
    sawReadWrite = false
    isReadOnly = false
    timeout = configuration.timeout
    if end == .serversBehind {
      emit(.report(.serversBehind(lastSeen: lastZxid)))
      lastZxid = .zero
    }
    // The server that told us works.
    if end == .expired, let server = servers.current { servers.prefer(server) }
    tellOfGap(end == .serversBehind ? .historyReplaced : .newSession) { _ in true }
    emit(.renewed(old, end))
    setSessionDeadline(from: now)
    phase = .resolving
    emit(.changed(state))
    tryNextServer(at: now)
  }
}
