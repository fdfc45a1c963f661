package import ZooKeeperModel
package import ZooKeeperWire

// Requests on their way out.
extension SessionMachine {
  /// Accepts a request, in the order of the calls. It goes out when there is a connection and room
  /// in the window.
  package mutating func submit(
    _ request: OutgoingRequest, body: RawSpan, for ticket: Ticket, evenIfFull: Bool = false
  ) throws(CallFailure) {
    try refuseWhatCannotBeSent(byteCount: body.byteCount + 8)
    guard evenIfFull || outbox.isEmpty || hasRoom(for: body.byteCount) else {
      throw CallFailure(.overloaded, mayHaveHappened: false)
    }
    enqueue(request, body: body, ticket: ticket, errand: .none)
  }

  /// Whether a request with a body of that size would be accepted, as far as room goes. Each one
  /// counts for more than its body: short ones would fill the memory too.
  package func hasRoom(for byteCount: Int) -> Bool {
    outboxBytes + byteCount + (outbox.count + 1) * Limits.requestBytesBeside
      <= configuration.outboxBytesMax
  }

  /// Whether what was submitted can go out now.
  package var hasSomethingToSend: Bool {
    if leaving != nil { return false }
    if !control.isEmpty { return phase == .greeting || phase == .live }
    return mayTransmitRequests && !(outbox.isEmpty && restorations.isEmpty)
  }

  private var mayTransmitRequests: Bool {
    phase == .live && pingsInDoubt == 0 && !wantsToMove && hasRoomInWindow
  }

  private var hasRoomInWindow: Bool { ledger.count < configuration.inFlightMax }

  /// Hands out what is to be sent, whole frames, until the buffer holds `limit` bytes. What was
  /// handed out is to be sent in this order, and on the present connection only.
  package mutating func transmit(
    into buffer: inout WireBuffer, atMost limit: Int, at now: MonotonicInstant
  ) {
    if leaving != nil { return }
    let before = buffer.count
    if !control.isEmpty {
      buffer.append(control.span.raw)
      control.removeAll(keepingCapacity: control.capacity <= Limits.requestBytesKept)
    }
    let base = streamOffset - before
    if mayTransmitRequests {
      while !restorations.isEmpty, buffer.count < limit {
        transmit(restorations.removeFirst(), base: base, into: &buffer)
      }
      while restorations.isEmpty, hasRoomInWindow, buffer.count < limit,
        var request = outbox.popFirst()
      {
        request.xid = takeXid()
        request.streamOffset = base + buffer.count
        outboxBytes -= request.body.count
        write(&request, to: &buffer)
        ledger.append(request)
      }
    }
    if buffer.count > before {
      streamOffset += buffer.count - before
      heartbeat.lastSent = now
    }
  }

  @inline(__always)
  private mutating func write(_ request: inout QueuedRequest, to buffer: inout WireBuffer) {
    if request.watch != nil, let form = formBesideOthers(of: &request) {
      buffer.append(bigEndian: Int32(form.body.count + 8))
      buffer.append(bigEndian: request.xid.rawValue)
      buffer.append(bigEndian: form.operation.rawValue)
      buffer.append(form.body.span.raw)
      return
    }
    if request.errand == .narrowWatch { narrowingIsSent() }
    buffer.append(bigEndian: Int32(request.body.count + 8))
    buffer.append(bigEndian: request.xid.rawValue)
    buffer.append(bigEndian: request.operation.rawValue)
    bytes.write(request.body, to: &buffer)
  }

  private mutating func transmit(
    _ batch: WatchRestoration.Batch, base: Int, into buffer: inout WireBuffer
  ) {
    let xid = takeXid()
    // Its bytes lie elsewhere, and it must not seem younger than those who still wait behind it.
    let place = RequestBytes.Place(start: outbox.first?.body.start ?? bytes.end, count: 0)
    ledger.append(
      QueuedRequest(
        ticket: nil, operation: batch.operation, lossRule: .askAgain, isBoundToSession: false,
        deadline: .never, watch: nil, errand: .restoreWatches,
        body: place, xid: xid, streamOffset: base + buffer.count))
    restoring.append(batch)
    buffer.append(bigEndian: Int32(batch.body.count + 8))
    buffer.append(bigEndian: xid.rawValue)
    buffer.append(bigEndian: batch.operation.rawValue)
    buffer.append(batch.body.span.raw)
  }

  /// Counts from 1 to the largest number and then begins anew, as Apache's client does: the
  /// negative ones have meanings of their own.
  private mutating func takeXid() -> Xid {
    let xid = Xid(rawValue: nextXid)
    nextXid = nextXid == .max - 1 ? 1 : nextXid + 1
    return xid
  }

  mutating func enqueue(
    _ request: OutgoingRequest, body: RawSpan, ticket: Ticket?, errand: QueuedRequest.Errand
  ) {
    let deadline = request.deadline ?? .never
    outbox.append(
      QueuedRequest(
        ticket: ticket, operation: request.operation, lossRule: request.lossRule,
        isBoundToSession: request.isBoundToSession, deadline: deadline, watch: request.watch,
        errand: errand, body: bytes.append(body)))
    outboxBytes += body.byteCount
    requestDeadline = min(requestDeadline, deadline)
  }

  /// Shows a server who we are, on this connection and on all that follow.
  package mutating func addCredential(
    _ credential: Credential, for ticket: Ticket, until deadline: MonotonicInstant = .never
  ) throws(CallFailure) {
    try refuseWhatCannotBeSent(byteCount: credential.frameByteCount)
    let index = credentials.add(credential, for: ticket, until: deadline)
    requestDeadline = min(requestDeadline, deadline)
    if isLive { send(credential, index) }
  }

  private func refuseWhatCannotBeSent(byteCount: Int) throws(CallFailure) {
    if phase == .ended || closing.isAskedFor {
      let reason = CallFailure.Reason(closing.end ?? .closed)
      throw CallFailure(reason, mayHaveHappened: false)
    }
    let limit = configuration.frameBytesMax
    if byteCount > limit {
      throw CallFailure(
        .requestTooLarge(byteCount: byteCount, limit: limit), mayHaveHappened: false)
    }
  }
}

// Requests whose callers went away, ran out of time, or lost their connection.
extension SessionMachine {
  /// Nobody waits any more for the calls that match; they fail with that reason. What was not sent
  /// yet never will be; a reply that comes is dropped.
  package mutating func abandon(
    because reason: CallFailure.Reason, where matches: (Ticket) -> Bool
  ) {
    giveUpUnsent(because: reason) { $0.ticket.map(matches) ?? false }
    for place in 0..<ledger.count {
      guard let ticket = ledger[place].ticket, matches(ticket) else { continue }
      giveUpSent(at: place, because: reason)
    }
    for ticket in credentials.takeTickets(where: matches) {
      emit(.fail(ticket, CallFailure(reason, mayHaveHappened: false)))
    }
    packBytes()
  }

  /// Gives up those whose time is over, and finds out whose time is over next.
  mutating func expireRequests(at now: MonotonicInstant) {
    var next = MonotonicInstant.never
    giveUpUnsent(because: .timedOut) { $0.deadline <= now }
    for place in 0..<outbox.count { next = min(next, outbox[place].deadline) }
    for place in 0..<ledger.count where ledger[place].ticket != nil {
      if ledger[place].deadline <= now {
        giveUpSent(at: place, because: .timedOut)
      } else {
        next = min(next, ledger[place].deadline)
      }
    }
    for ticket in credentials.takeOverdue(at: now) {
      emit(.fail(ticket, CallFailure(.timedOut, mayHaveHappened: false)))
    }
    requestDeadline = min(next, credentials.nextDeadline)
    packBytes()
  }

  /// Nobody waits any more for requests that were not sent, and so they never will be.
  mutating func giveUpUnsent(
    because reason: CallFailure.Reason, where matches: (QueuedRequest) -> Bool
  ) {
    for request in outbox.take(where: matches) {
      outboxBytes -= request.body.count
      fail(request, reason, mayHaveHappened: false)
      forgetWatch(of: request)
    }
  }

  /// Nobody waits any more for a request that was sent: its reply will be dropped.
  private mutating func giveUpSent(at place: Int, because reason: CallFailure.Reason) {
    fail(ledger[place], reason, mayHaveHappened: ledger[place].changesSomething)
    ledger[place].ticket = nil
  }

  /// Sorts out what was sent on a connection that is gone. What the network never took goes back,
  /// and so does what changes nothing; callers hear of the rest that nobody knows what became of
  /// it.
  @discardableResult
  mutating func loseRequests(acceptedBytes accepted: Int) -> (failed: Int, askedAgain: Int) {
    var failed = 0
    var askedAgain = 0
    let sent = ledger.takeAll()
    for request in sent.reversed() {
      let wasSent = request.streamOffset < accepted
      if request.errand != .none {
        if request.errand == .closeSession { prepend(request) }
      } else if !wasSent || request.lossRule == .askAgain {
        // Of those that nobody waits for, only the unsent would still change something; and they
        // were given up.
        guard request.ticket != nil else {
          if let id = request.watch { watches.remove(id) }
          continue
        }
        askedAgain += 1
        prepend(request)
      } else {
        failed += 1
      }
    }
    for request in sent where request.streamOffset < accepted && request.changesSomething {
      fail(request, .connectionLost, mayHaveHappened: true)
    }
    restoring = []
    // The next connection restores what is watched then, and knows nothing else.
    for request in outbox.take(where: { $0.errand.isOfConnection }) {
      outboxBytes -= request.body.count
    }
    narrowings = []
    releaseBytes()
    return (failed, askedAgain)
  }

  private mutating func prepend(_ request: QueuedRequest) {
    outbox.prepend(request)
    outboxBytes += request.body.count
  }

  mutating func fail(
    _ request: QueuedRequest, _ reason: CallFailure.Reason, mayHaveHappened: Bool
  ) {
    guard let ticket = request.ticket else { return }
    emit(.fail(ticket, CallFailure(reason, mayHaveHappened: mayHaveHappened)))
  }

  /// Gives back the bytes of requests that are gone, wherever they lie: one that waits for ever in
  /// front of them must not keep them.
  mutating func packBytes() {
    releaseBytes()
    let live = (0..<ledger.count).reduce(outboxBytes) { $0 + ledger[$1].body.count }
    guard bytes.heldBytes > 2 * live + Limits.requestBytesKept else { return }
    var packed = RequestBytes()
    for place in 0..<ledger.count {
      ledger[place].body = packed.append(ledger[place].body, of: bytes)
    }
    for place in 0..<outbox.count {
      outbox[place].body = packed.append(outbox[place].body, of: bytes)
    }
    bytes = packed
  }

  /// Gives back the bytes of requests that are gone, if they lie in front of all others.
  mutating func releaseBytes() {
    bytes.release(before: ledger.first?.body.start ?? outbox.first?.body.start)
  }
}
