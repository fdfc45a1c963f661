import ZooKeeperModel

@testable import ZooKeeperSession

extension Effect {
  /// What a driver is to do, in one line; nil for what is not to be shown.
  func text(showsReports: Bool) -> String? {
    switch self {
    case .resolve(let server): "resolve \(server.host)"
    case .connect(let server, let address): "connect to address \(address) of \(server.host)"
    case .disconnect(let cause): "disconnect: \(cause.word)"
    case .probe(let server): "probe \(server.host)"
    case .inquire(let question): "ask address \(question.address) of \(question.server.host)"
    case .fail(let ticket, let failure): "call \(ticket.rawValue) fails: \(failure.text)"
    case .notify(let id, let notice):
      "watch \(id.generation): \(notice.kind.word) \(notice.path)"
        + (notice.zxid.map { " at \($0)" } ?? "")
    case .gap(let id, let gap): "watch \(id.generation): gap, \(gap)"
    case .dropWatch(let id, let error): "watch \(id.generation): dropped, \(error.word)"
    case .watchEnded(let id): "watch \(id.generation): ended"
    case .renewed(let old, let end): "renewed after \(old?.description ?? "none"): \(end.word)"
    case .changed(let state): "now \(state.text)"
    case .report(let report): showsReports ? "report \(report.text)" : nil
    }
  }
}

extension ZxidAnswer {
  var text: String {
    switch self {
    case .serves(let zxid): "serves up to \(zxid)"
    case .notServing: "does not serve"
    case .mayNotTell: "may not tell"
    case .nothing: "does not answer"
    }
  }
}

extension SessionState {
  var text: String {
    switch self {
    case .connecting: "connecting"
    case .connected(let id): "connected \(id)"
    case .connectedReadOnly(let id): "connected read-only \(id)"
    case .suspended(let id): "suspended \(id)"
    case .ended(let end): "ended: \(end.word)"
    }
  }
}

extension Disconnection {
  /// Without the words for people, which are free to change.
  var word: String {
    switch self {
    case .unresolved: "unresolved"
    case .tooSlow: "tooSlow"
    case .silent: "silent"
    case .closedByServer: "closedByServer"
    case .failed: "failed"
    case .protocolViolation: "protocolViolation"
    case .moved: "moved"
    case .closedHere: "closedHere"
    }
  }
}

extension SessionEnd {
  var word: String {
    switch self {
    case .closed: "closed"
    case .closedUnheard: "closedUnheard"
    case .detached: "detached"
    case .expired: "expired"
    case .expiredUnheard: "expiredUnheard"
    case .serversBehind: "serversBehind"
    case .replaced(let id): "replaced by \(id)"
    case .authenticationFailed(let scheme): "authenticationFailed by \(scheme)"
    }
  }
}

extension SessionReport {
  var text: String {
    switch self {
    case .attemptFailed(let server, let cause): "attempt at \(server.host) failed: \(cause.word)"
    case .connected(let server, let id, let milliseconds, let resumed):
      "connected to \(server.host), \(id) for \(milliseconds) ms" + (resumed ? ", resumed" : "")
    case .connectionLost(let server, let cause, let failed, let askedAgain):
      "lost \(server.host), \(cause.word): \(failed) failed, \(askedAgain) asked again"
    case .watchesRestored(let count, let byteCount): "\(count) watches restored, \(byteCount) bytes"
    case .changesMissed(let count): "changes missed by \(count)"
    case .serversBehind(let zxid): "servers behind \(zxid)"
    case .serversChanged(let servers): "servers changed to \(servers.map(\.host))"
    }
  }
}

extension CallFailure {
  var text: String { "\(reason)" + (mayHaveHappened ? ", may have happened" : "") }
}

extension ErrorCode {
  var word: String {
    switch self {
    case .ok: "ok"
    case .noNode: "noNode"
    case .noWatcher: "noWatcher"
    case .noAuth: "noAuth"
    case .authFailed: "authFailed"
    case .unimplemented: "unimplemented"
    case .marshallingError: "marshallingError"
    default: "error \(rawValue)"
    }
  }
}

extension WatchEventKind {
  var word: String {
    switch self {
    case .nodeCreated: "created"
    case .nodeDeleted: "deleted"
    case .nodeDataChanged: "changed"
    case .nodeChildrenChanged: "children of"
    default: "event \(rawValue)"
    }
  }
}
