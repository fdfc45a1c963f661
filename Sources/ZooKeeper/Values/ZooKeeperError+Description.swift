internal import ZooKeeperModel

extension ZooKeeperError: CustomStringConvertible {
  /// One line: what failed, on which path, why, whether it may have happened, and what to do.
  public var description: String {
    let subject = path.map { "\(operation) \($0)" } ?? "\(operation)"
    let reason = detail.map { "\(code): \($0)" } ?? "\(code)"
    let consequence = consequence.map { "; " + $0 } ?? ""
    return "\(subject) failed: \(code.meaning) (\(reason))\(consequence)"
  }

  private var consequence: String? {
    if outcome == .unknown {
      return "it may have been applied: look at what it would have changed before you repeat it"
    }
    let parts = [operation.mayChange ? "nothing was applied" : nil, code.advice(for: operation)]
    let known = parts.compactMap { $0 }
    return known.isEmpty ? nil : known.joined(separator: "; ")
  }
}

extension ZooKeeperError.Code: CustomStringConvertible {
  /// The name by which programs know it, or the server's name for it.
  public var description: String {
    ZooKeeperError.Code.words[self]?.name ?? verdict?.description ?? ""
  }

  /// What it means, in a few words for people.
  public var meaning: String {
    switch origin {
    // The server's words say that nothing was applied, and so does the outcome.
    case .server(.throttledOperation): "the server is overloaded"
    case .server(.runtimeInconsistency): "another step of the transaction failed"
    case .server(let verdict): verdict.meaning
    case .client(.cancelled): "the task that asked was cancelled"
    case .client(.closed): "the client is closed"
    case .client(.tooLarge): "there are more bytes than the limit allows"
    case .client(.overloaded): "as much as the limits allow is waiting to be sent"
    case .client(.leaseLost): "the lease is over"
    case .client(.protocolViolation): "the peer does not speak as ZooKeeper does"
    }
  }

  /// What to do about it, where nothing was applied.
  func advice(for operation: OperationName) -> String? {
    switch (self, operation) {
    case (.noNode, .create): "create the node above it first, or let parents: .create do it"
    case (.noNode, .set): "create it first"
    case (.noNode, .get), (.noNode, .children): "ask with stat where a node may be missing"
    // What reads is small, and what it brings back needs no server's consent.
    case (.tooLarge, _) where !operation.mayChange:
      "ask for less at once, or raise limits.frameBytesMax"
    default: ZooKeeperError.Code.words[self]?.advice
    }
  }

  private static let words: [ZooKeeperError.Code: (name: String, advice: String?)] = [
    .noNode: ("noNode", "see whether the path is right"),
    .nodeExists: ("nodeExists", "set it, or delete it first"),
    .badVersion: ("badVersion", "read the node again and decide anew"),
    .notEmpty: ("notEmpty", "delete its children first"),
    .noAuth: ("noAuth", "show credentials that the list allows"),
    .noChildrenForEphemerals: ("noChildrenForEphemerals", "choose a node above that is persistent"),
    .badArguments: ("badArguments", "correct the request, repeating it will not help"),
    .invalidACL: ("invalidACL", "name somebody in it; .creatorAll needs credentials"),
    .authFailed: ("authFailed", "correct the credentials"),
    .authRequired: ("authRequired", "configure credentials"),
    .connectionLost: ("connectionLost", "it can be repeated"),
    .sessionExpired: ("sessionExpired", "create again what belonged to the session"),
    .sessionMoved: ("sessionMoved", "it can be repeated"),
    .timedOut: ("timedOut", "repeat it, or allow it more time with requestTimeout"),
    .cancelled: ("cancelled", nil),
    .closed: ("closed", "make a new client"),
    .leaseLost: ("leaseLost", "stop what only an owner may do, and acquire it again"),
    .tooLarge: ("tooLarge", "use smaller pieces, or raise the limit here and on the servers"),
    .overloaded: ("overloaded", "wait for answers, or configure whenFull as .wait"),
    .throttled: ("throttled", "wait before you repeat it"),
    .readOnly: ("readOnly", "wait until the client has found a server that writes"),
    .quotaExceeded: ("quotaExceeded", "make room beneath the node with the quota, or raise it"),
    .reconfigDisabled: ("reconfigDisabled", "start the servers with reconfigEnabled=true"),
    .reconfigInProgress: ("reconfigInProgress", "wait until that one is done"),
    .newConfigNoQuorum: ("newConfigNoQuorum", "start the new servers first, and let them catch up"),
    .unimplemented: ("unimplemented", "it needs a newer server, or one that is configured for it"),
    .protocolViolation: ("protocolViolation", "see whether the address is that of a ZooKeeper"),
    .noWatcher: ("noWatcher", nil),
    .ephemeralOnLocalSession: (
      "ephemeralOnLocalSession", "let the servers upgrade local sessions"
    ),
    .otherStepFailed: ("otherStepFailed", nil),
  ]
}
