package import ZooKeeperModel
import ZooKeeperWire

// The way to a server.
extension SessionMachine {
  /// The addresses of the server were found.
  package mutating func resolved(addressCount count: Int, at now: MonotonicInstant) {
    guard phase == .resolving, leaving == nil else { return }
    if count == 0 { return serverFailed(.unresolved("the name has no address"), at: now) }
    addressCount = count
    nextAddress = 0
    tryNextAddress(at: now)
  }

  package mutating func resolutionFailed(_ reason: String, at now: MonotonicInstant) {
    guard phase == .resolving, leaving == nil else { return }
    serverFailed(.unresolved(reason), at: now)
  }

  /// The server accepted the connection. Nothing but the greeting may be sent until it answers: it
  /// might answer with a reset, which would hide the word that the session has expired.
  package mutating func connected(at now: MonotonicInstant) {
    guard phase == .connecting, leaving == nil else { return }
    phase = .greeting
    streamOffset = 0
    control = []
    heartbeat.lastSent = now
    heartbeat.lastHeard = now
    let resumes = sawReadWrite ? session : nil
    let greeting = ConnectRequest(
      lastZxidSeen: lastZxid,
      timeoutMilliseconds: Int32(clamping: configuration.timeout.milliseconds),
      sessionID: resumes?.id ?? .none,
      password: resumes?.password ?? Secret([UInt8](repeating: 0, count: 16)),
      readOnly: configuration.allowsReadOnly)
    appendControl { greeting.encode(to: &$0) }
  }

  /// The connection is gone, or the attempt at one; `accepted` counts the bytes that the network
  /// took of those that were handed out for it.
  package mutating func disconnected(
    _ cause: Disconnection, acceptedBytes accepted: Int, at now: MonotonicInstant
  ) {
    let cause = leaving ?? cause
    leaving = nil
    control = []
    if let end = closing.pendingEnd {
      loseRequests(acceptedBytes: accepted)
      return self.end(end, at: now)
    }
    switch phase {
    case .connecting, .resolving:
      addressFailed(cause, at: now)
    case .greeting:
      if cause.isTheServersDoing { turnedAway(at: now) }
      addressFailed(cause, at: now)
    case .live:
      connectionLost(cause, acceptedBytes: accepted, at: now)
    case .idle, .resting, .ended:
      break
    }
  }

  /// What came cannot be from a ZooKeeper server.
  package mutating func violated(_ reason: String) {
    leave(.protocolViolation(reason))
  }

  /// Asks the driver to drop the connection. What becomes of its requests is decided when it is
  /// gone, because only then is it known what the network took.
  mutating func leave(_ cause: Disconnection) {
    guard leaving == nil else { return }
    leaving = cause
    phaseDeadline = .never
    emit(.disconnect(cause))
  }
}

extension SessionMachine {
  mutating func tryNextServer(at now: MonotonicInstant) {
    if servers.mustRest {
      phase = .resting
      phaseDeadline = now + restBeforeNextRound()
      return
    }
    resolveNextServer(at: now)
  }

  mutating func resolveNextServer(at now: MonotonicInstant) {
    let server = servers.next()
    phase = .resolving
    phaseDeadline = now + attemptTimeout
    emit(.resolve(server))
  }

  private mutating func tryNextAddress(at now: MonotonicInstant) {
    guard let server = servers.current else { return }
    phase = .connecting
    phaseDeadline = now + attemptTimeout
    emit(.connect(server, address: nextAddress))
    nextAddress += 1
  }

  private mutating func addressFailed(_ cause: Disconnection, at now: MonotonicInstant) {
    if phase != .resolving, nextAddress < addressCount, cause != .moved {
      if let server = servers.current { emit(.report(.attemptFailed(server, cause))) }
      return tryNextAddress(at: now)
    }
    serverFailed(cause, at: now)
  }

  private mutating func serverFailed(_ cause: Disconnection, at now: MonotonicInstant) {
    if let server = servers.current {
      if phase != .greeting || !cause.isTheServersDoing { inquiry.failedOtherwise(server) }
      emit(.report(.attemptFailed(server, cause)))
    }
    servers.failed()
    tryNextServer(at: now)
  }

  private mutating func connectionLost(
    _ cause: Disconnection, acceptedBytes: Int, at now: MonotonicInstant
  ) {
    let (failed, askedAgain) = loseRequests(acceptedBytes: acceptedBytes)
    if let server = servers.current {
      emit(.report(.connectionLost(server, cause, failed: failed, askedAgain: askedAgain)))
    }
    credentials.connectionLost()
    restorations = []
    restoring = []
    inheritedWatches = []
    leftovers = []
    lastingWatches.forgetAll()
    search.end()
    setSessionDeadline(from: max(heartbeat.lastHeard, heartbeat.lastSent))
    phase = .resolving
    emit(.changed(state))
    // A server that greets and then hangs up, again and again, must not keep us busy.
    if !servers.isServing { servers.failed() }
    tryNextServer(at: now)
  }

  /// When the session must be gone on the server, counted from the last word that it heard or said.
  mutating func setSessionDeadline(from moment: MonotonicInstant) {
    // A session that never was can still be waited for in vain: by one who has seen changes that
    // no server knows any more.
    let waits = session != nil || lastZxid > .zero
    sessionDeadline = waits ? Heartbeat.expiry(after: moment, timeout) : .never
  }

  /// One address's share of the session's timeout.
  private var attemptTimeout: Duration {
    configuration.connectTimeout ?? timeout / max(1, servers.servers.count)
  }

  private mutating func restBeforeNextRound() -> Duration {
    let doublings = min(servers.failedRounds - 1, 10)
    let longest = min(50 << doublings, Limits.reconnectDelayMillisecondsMax)
    // By chance, so that clients who lost the same server do not all come back at once.
    return .milliseconds(Int.random(in: longest / 2...longest, using: &random))
  }
}

// Being turned away.
extension SessionMachine {
  private mutating func turnedAway(at now: MonotonicInstant) {
    // Nobody can be behind one who has seen nothing.
    guard lastZxid > .zero, let server = servers.current else { return }
    let pause = timeout / 3
    let question = inquiry.turnedAway(
      by: server, address: nextAddress - 1, at: now,
      // One that does not answer must leave the others their turn.
      patience: pause / max(1, servers.servers.count), pause: pause)
    if let question { emit(.inquire(question)) }
  }

  /// What became of a question to a server that had turned us away.
  package mutating func answered(_ question: ZxidQuestion, _ answer: ZxidAnswer) {
    inquiry.answered(question, answer)
  }
}

// Greetings.
extension SessionMachine {
  mutating func greeted(_ frame: RawSpan, at now: MonotonicInstant) {
    var reader = JuteReader(frame)
    let reply: ConnectReply
    do throws(WireError) {
      reply = try ConnectReply(from: &reader)
    } catch {
      return leave(.protocolViolation("the greeting: \(error)"))
    }
    let isReadOnlyServer = reply.readOnly ?? false
    if reply.timeoutMilliseconds <= 0 { return wasToldOfExpiry(at: now) }
    if sawReadWrite, let session, session.id != reply.sessionID {
      closing.pendingEnd = .replaced(by: reply.sessionID)
      return leave(.closedHere)
    }
    let isFirstOfSession = session == nil
    let isResumed = session?.id == reply.sessionID
    timeout = .milliseconds(Int(reply.timeoutMilliseconds))
    session = EstablishedSession(
      id: reply.sessionID, password: reply.password ?? Secret([]), isConfirmed: true)
    isReadOnly = isReadOnlyServer
    if !isReadOnly { sawReadWrite = true }
    phase = .live
    phaseDeadline = .never
    pingsInDoubt = 0
    wantsToMove = false
    sessionDeadline = .never
    servers.greeted()
    inquiry.forgetAll()
    heartbeat.lastSent = now
    heartbeat.lastHeard = now
    if isReadOnly { search.begin(at: now) } else { search.end() }
    prepareConnection(isFirstOfSession: isFirstOfSession)
    if let server = servers.current {
      emit(
        .report(
          .connected(
            server, reply.sessionID, timeoutMilliseconds: Int(reply.timeoutMilliseconds),
            resumed: isResumed)))
    }
    emit(.changed(state))
  }

  private mutating func wasToldOfExpiry(at now: MonotonicInstant) {
    if session == nil { return leave(.protocolViolation("a new session without a timeout")) }
    closing.pendingEnd = .expired
    leave(.closedHere)
  }

  /// What the new connection hears before anything else: who we are, and what we watch.
  private mutating func prepareConnection(isFirstOfSession: Bool) {
    for (index, entry) in credentials.entries.enumerated() { send(entry.credential, index) }
    // Everybody has heard already of a session that is another one.
    if !isFirstOfSession {
      // A node that came and went meanwhile leaves nothing that a server could catch up with.
      tellOfGap(.reconnected) { !$0.isOneShot || $0 == .existence }
    }
    restorations = WatchRestoration.batches(of: watches, since: lastZxid)
    for id in watches.all where watches.isArmed(id) && !watches.mode(of: id).isOneShot {
      lastingWatches.restore(watches.mode(of: id), at: watches.path(of: id))
    }
    if !restorations.isEmpty {
      let count = restorations.reduce(0) { $0 + $1.watches.count }
      let byteCount = restorations.reduce(0) { $0 + $1.body.count }
      emit(.report(.watchesRestored(count: count, byteCount: byteCount)))
    }
  }

  mutating func send(_ credential: Credential, _ index: Int) {
    appendControl { writer in
      RequestHeader(xid: .auth, operation: .auth).encode(to: &writer)
      AuthRequest(scheme: credential.scheme, credential: credential.secret).encode(to: &writer)
    }
    credentials.sent(index)
  }

  mutating func appendControl(_ body: (inout JuteWriter) -> Void) {
    var writer = JuteWriter(capacity: 64)
    writer.frame(body)
    control.append(copying: writer.bytes)
  }
}

extension Duration {
  /// Whole milliseconds, rounded up, so that a short time is not none.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
