import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

// What the machine wants to be known.
extension SessionDriver {
  /// A call ended without a reply.
  func settle(_ ticket: Ticket, _ failure: CallFailure, at now: MonotonicInstant) {
    let waiter = core.withLock { core in
      core.counters.requestsFailed += 1
      return core.waiters.take(ticket)
    }
    waiter?.resume(failure)
  }

  func changed(_ state: SessionState) {
    tell(.stateChanged(state))
    states.set(state)
    guard case .ended = state else { return }
    states.finish()
    loseLeases()
    let (waiting, queued) = core.withLock { core in
      defer { core.endWaiters = [] }
      return (core.endWaiters, core.roomWaiters.takeAll())
    }
    for continuation in waiting + queued { continuation.resume() }
  }

  func renewed(_ old: SessionID?, because end: SessionEnd) {
    // One that never came about ends nothing: the session lost before it is still to be told of.
    guard let old else { return }
    core.withLock { core in
      core.counters.renewals += 1
      core.lostSession = (old, end)
    }
    loseLeases()
  }

  func report(_ report: SessionReport) {
    switch report {
    case .attemptFailed(let server, let cause):
      tell(.attemptFailed(server, cause))
    case .connected(let server, let session, let milliseconds, let resumed):
      tell(.connected(server, session, timeout: .milliseconds(milliseconds), resumed: resumed))
      let lost = core.withLock { core in
        if resumed { core.counters.reconnects += 1 }
        core.leases.setTimeout(core.machine.sessionTimeout)
        return core.lostSession.take()
      }
      if let (old, end) = lost { tell(.sessionRenewed(from: old, to: session, because: end)) }
    case .connectionLost(let server, let cause, let failed, let askedAgain):
      tell(.connectionLost(server, cause, failed: failed, askedAgain: askedAgain))
    case .watchesRestored(let count, let byteCount):
      tell(.watchesRestored(count: count, bytes: byteCount))
    case .changesMissed(let count):
      tell(.changesMissed(watches: count))
    case .serversBehind(let zxid):
      tell(.serversBehind(lastSeen: zxid))
    case .serversChanged(let servers):
      tell(.serversChanged(servers))
    }
  }

  /// Tells what a caller found out, in one line with everything else.
  func tellOnLoop(_ event: ClientEvent) {
    mailbox.post { [self] _ in tell(event) }
  }

  func tell(_ event: @autoclosure () -> ClientEvent) {
    configuration.onEvent?(event())
  }
}

extension SessionDriver {
  /// What can be counted, at this moment.
  var metrics: ClientMetrics {
    core.withLock { core in
      var metrics = core.counters
      metrics.requestsInFlight = core.machine.requestsInFlight
      metrics.requestsQueued = core.machine.requestsWaiting
      metrics.queuedBytes = core.machine.bytesWaiting
      metrics.watches = core.machine.watchCount - core.leases.watchCount
      return metrics
    }
  }
}
