import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

// What must not be left behind, whatever becomes of whom it belonged to. Nobody waits for it, so it
// needs no task that could be cancelled in the middle: it is promised at once, and asked for as
// often as it takes, until it is done or the session has ended, whose ephemeral nodes go with it.
extension SessionDriver {
  /// Whether the node is there or not at first, it is not there in the end, so that a request
  /// whose answer was lost can be repeated.
  func deleteEventually(_ path: String) {
    let request = OutgoingRequest(.delete, lossRule: .askAgain, isBoundToSession: true)
    ask(request, readBy: ReadsNothing.self, .patient, VersionedRequest.ofAny(path).encode(to:)) {
      _ in
    }
  }

  /// Tells what became of the first attempt, for which there is time until `deadline`. That a node
  /// was not there is news only then.
  func deleteEventually(
    _ path: String, firstUntil deadline: MonotonicInstant,
    _ tell: @escaping @Sendable (Result<Void, ZooKeeperError>) -> Void
  ) {
    var request = OutgoingRequest.write(.delete, isBoundToSession: true)
    request.deadline = deadline
    ask(request, readBy: ReadsNothing.self, .patient, VersionedRequest.ofAny(path).encode(to:)) {
      [weak self] settled in
      switch settled {
      case .reply: tell(.success(()))
      case .refused(let verdict):
        tell(.failure(ZooKeeperError(verdict, operation: .delete, path: nil)))
      case .failed(let failure):
        tell(.failure(ZooKeeperError(failure, operation: .delete, path: nil)))
        self?.deleteEventually(path)
      }
    }
  }

  /// Looks whose the node is, on a server that knows of everything that was asked for before: its
  /// creation may have got no answer.
  ///
  /// - Parameter czxid: the change that created it, where that is known.
  func deleteEventually(ifOwned path: String, czxid: Zxid?) {
    let sync = OutgoingRequest(.sync, lossRule: .askAgain, isBoundToSession: true)
    ask(sync, readBy: ReadsNothing.self, .patient, SyncRequest(path: path).encode(to:)) { _ in }
    let look = OutgoingRequest(.exists, lossRule: .askAgain, isBoundToSession: true)
    let body = ReadRequest(path: path, watch: false)
    ask(look, readBy: Reads<Stat>.self, .patient, body.encode(to:)) { [weak self] settled in
      guard let self, case .reply(let stat) = settled, let owner = stat.ephemeralOwner,
        owner == core.withLock({ $0.machine.sessionID }), czxid ?? stat.czxid == stat.czxid
      else { return }
      delete(ifOwned: path, stat)
    }
  }

  /// It is not asked for again without another look: by then somebody else's node may be there,
  /// which may have the same version.
  private func delete(ifOwned path: String, _ stat: Stat) {
    let request = OutgoingRequest.write(.delete, isBoundToSession: true)
    let body = VersionedRequest(path: path, version: stat.version)
    ask(request, readBy: ReadsNothing.self, .patient, body.encode(to:)) { [weak self] settled in
      switch settled {
      case .reply: break
      case .refused(let verdict):
        if verdict == .badVersion { self?.deleteEventually(ifOwned: path, czxid: stat.czxid) }
      case .failed: self?.deleteEventually(ifOwned: path, czxid: stat.czxid)
      }
    }
  }

  /// A node whose creation got no answer is sought by its name. The connection on which it was
  /// asked for is gone, so it will not be created any more; but the server that serves us now may
  /// not have heard of it yet, and has to catch up first.
  func deleteEventually(childrenOf parent: String, namePrefix: String) {
    let sync = OutgoingRequest(.sync, lossRule: .askAgain, isBoundToSession: true)
    ask(sync, readBy: ReadsNothing.self, .patient, SyncRequest(path: parent).encode(to:)) { _ in }
    let list = OutgoingRequest(.getChildren, lossRule: .askAgain, isBoundToSession: true)
    let body = ReadRequest(path: parent, watch: false)
    ask(list, readBy: ReadsNames.self, .patient, body.encode(to:)) { [weak self] settled in
      guard case .reply(let names) = settled else { return }
      for name in names where name.text.hasPrefix(namePrefix) {
        self?.deleteEventually(parent == "/" ? "/\(name)" : "\(parent)/\(name)")
      }
    }
  }
}

extension VersionedRequest {
  fileprivate static func ofAny(_ path: String) -> VersionedRequest {
    VersionedRequest(path: path, version: .any)
  }
}
