import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

// Requests that nobody is suspended for.
extension SessionDriver {
  /// Sends a request, and tells on the loop what became of it.
  func ask<Reader: AnswerReader>(
    _ request: OutgoingRequest, readBy reader: Reader.Type, _ urgency: Urgency,
    _ encode: (inout JuteWriter) -> Void,
    then tell: @escaping @Sendable (Settled<Reader.Reply>) -> Void
  ) {
    let now = LoopTime.current.instant
    let waiter = Waiter(telling: tell, readBy: reader, at: now)
    submit(request, waiter, urgency, encode)
  }

  /// Puts up a watch for a listener who is there already.
  func armInPassing(_ id: WatchID, _ path: ZNodePath, _ kind: WatchKind, root: ZNodePath) {
    ask(.read(.addWatch, leaving: id), readBy: ReadsNothing.self, .patient) { writer in
      AddWatchRequest(path: path.absolute(under: root).text, mode: kind.addMode).encode(to: &writer)
    } then: { [weak self] settled in
      switch settled {
      case .reply: break
      case .refused(let verdict):
        self?.abandonWatch(id, ZooKeeperError(verdict, operation: .watch, path: path))
      case .failed(let failure):
        self?.abandonWatch(id, ZooKeeperError(failure, operation: .watch, path: path))
      }
    }
  }

  private func abandonWatch(_ id: WatchID, _ error: ZooKeeperError) {
    let listener = core.withLock { core in
      core.machine.unwatch(id)
      return core.listeners.removeValue(forKey: id)
    }
    listener?.buffer?.finish(throwing: error)
  }

  /// Shows the servers a credential, from now on.
  func authenticate(_ credential: Credential) async -> Settled<Void> {
    await unsafe withUnsafeContinuation { continuation in
      let now = LoopTime.current.instant
      let waiter = unsafe Waiter(continuation, readBy: ReadsNothing.self, at: now)
      let failure = core.withLock { core -> CallFailure? in
        let ticket = core.waiters.add(waiter)
        do throws(CallFailure) {
          try core.machine.addCredential(credential, for: ticket, until: deadline(of: now))
          return nil
        } catch {
          _ = core.waiters.take(ticket)
          return error
        }
      }
      if let failure { waiter.resume(failure) } else { callLoop() }
    }
  }

  /// Whether the present server has said that it does not know an operation.
  func lacks(_ operation: OpCode) -> Bool {
    core.withLock { $0.machine.lacks(operation) }
  }

  func updateServers(_ servers: [ServerAddress]) {
    runOnLoop { side in side.driver.core.withLock { $0.machine.updateServers(servers) } }
  }
}
