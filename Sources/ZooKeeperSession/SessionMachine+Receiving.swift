package import ZooKeeperModel
import ZooKeeperWire

// What the server says.
extension SessionMachine {
  /// Takes a frame, of which `frame` shows the first bytes if it was longer than the limit.
  package mutating func received(
    _ frame: RawSpan, announcedBytes: Int, at now: MonotonicInstant
  ) -> Verdict {
    if leaving != nil { return .taken }
    heartbeat.lastHeard = now
    if phase == .greeting {
      greeted(frame, at: now)
      return .taken
    }
    guard phase == .live else { return .taken }
    var reader = JuteReader(frame)
    let header: ReplyHeader
    do throws(WireError) {
      header = try ReplyHeader(from: &reader)
    } catch {
      leave(.protocolViolation("\(error)"))
      return .taken
    }
    if header.xid == .notification {
      hear(frame.extracting(ReplyHeader.byteCount...), header)
      return .taken
    }
    if header.zxid > lastZxid { lastZxid = header.zxid }
    switch header.xid {
    case .ping:
      servers.served()
      pingAnswered()
      return .taken
    case .auth: return credentialAnswered(header)
    default: return answered(header, frame.byteCount, announcedBytes, at: now)
    }
  }

  /// Something of a frame has arrived: the server lives, even if the frame is long.
  package mutating func heard(at now: MonotonicInstant) {
    heartbeat.lastHeard = now
  }

  private mutating func answered(
    _ header: ReplyHeader, _ received: Int, _ announced: Int, at now: MonotonicInstant
  ) -> Verdict {
    guard let expected = ledger.first else {
      leave(.protocolViolation("a reply with xid \(header.xid.rawValue), and nothing was asked"))
      return .taken
    }
    guard expected.xid == header.xid else {
      leave(
        .protocolViolation(
          "a reply with xid \(header.xid.rawValue) in place of \(expected.xid.rawValue)"))
      return .taken
    }
    _ = ledger.popFirst()
    releaseBytes()
    servers.served()
    if wantsToMove && ledger.isEmpty { leave(.moved) }
    if header.error == .unimplemented {
      if let server = servers.current {
        unknownOperations[server, default: []].insert(expected.operation)
      }
      doubt()
    }
    if expected.errand != .none {
      finish(expected, header.error, at: now)
      return .taken
    }
    settleWatch(of: expected, header.error)
    guard let ticket = expected.ticket else { return .taken }
    if received < announced {
      let reason = CallFailure.Reason.replyTooLarge(
        byteCount: announced, limit: configuration.frameBytesMax)
      emit(.fail(ticket, CallFailure(reason, mayHaveHappened: expected.changesSomething)))
      return .taken
    }
    return .reply(ticket, header)
  }

  private mutating func finish(
    _ request: QueuedRequest, _ error: ErrorCode, at now: MonotonicInstant
  ) {
    switch request.errand {
    case .none: break
    case .restoreWatches: watchesRestored(error)
    // That there is no such watch is just what was wanted; and that a server cannot name its kind,
    // as none could before 3.9, means that it keeps no such watch beside others.
    case .removeWatch: break
    case .narrowWatch: watchNarrowed(error)
    case .closeSession:
      closing.pendingEnd = .closed
      leave(.closedHere)
    }
  }

  private mutating func credentialAnswered(_ header: ReplyHeader) -> Verdict {
    guard let entry = credentials.answered(accepted: header.error == .ok) else {
      leave(.protocolViolation("an answer to credentials that nobody sent"))
      return .taken
    }
    if header.error != .ok && entry.isRequired {
      closing.pendingEnd = .authenticationFailed(scheme: entry.credential.scheme)
      leave(.closedHere)
      return .taken
    }
    // Otherwise the next connection goes without.
    if header.error != .ok { doubt() }
    return entry.ticket.map { .reply($0, header) } ?? .taken
  }

  /// Servers hang up on who asks for what they do not know, or shows credentials that they do not
  /// accept; but not all of them, and not for everything. Whatever is sent meanwhile would be lost
  /// with an unknown outcome, so nothing is, until the server shows that it stays. It does so with
  /// its answer to a second ping: one that hangs up may still answer what it has just read.
  private mutating func doubt() {
    pingsInDoubt = 2
    appendPing()
  }

  private mutating func pingAnswered() {
    guard pingsInDoubt > 0 else { return }
    pingsInDoubt -= 1
    if pingsInDoubt > 0 { appendPing() }
  }

  private mutating func hear(_ body: RawSpan, _ header: ReplyHeader) {
    var reader = JuteReader(body)
    do throws(WireError) {
      let event = try WatcherEvent(from: &reader)
      do throws(InvalidPath) {
        let path = try ZNodePath(validating: event.path)
        notify(
          WatchNotice(
            kind: event.kind, path: path, zxid: header.zxid > .zero ? header.zxid : nil))
      } catch {
        leave(.protocolViolation("a watch event: \(error)"))
      }
    } catch {
      leave(.protocolViolation("a watch event: \(error)"))
    }
  }
}

extension ReplyHeader {
  static let byteCount = 16
}
