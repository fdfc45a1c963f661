import ZooKeeper

/// How `zkcli` ends. Scripts rely on these numbers: they stay as they are.
enum ExitCode: Int32, Sendable {
  case ok = 0
  /// Whatever has no number of its own.
  case failed = 1
  /// The command line, or a line of a script, makes no sense.
  case usage = 2
  /// There is no such node.
  case notFound = 3
  /// The node is not as the change wants it: it exists already, has another version, has children.
  case conflict = 4
  /// The server does not allow it to whom we say we are.
  case refused = 5
  /// No server answered in time.
  case connection = 6
  /// A change may have happened, and nobody told us.
  case unknownOutcome = 7
  /// Ctrl-C, as shells of the system have it.
  case interrupted = 130

  init(_ error: ZooKeeperError) {
    self = error.outcome == .unknown ? .unknownOutcome : ExitCode(error.code)
  }

  private init(_ code: ZooKeeperError.Code) {
    self =
      switch code {
      case .noNode: .notFound
      case .nodeExists, .badVersion, .notEmpty, .noChildrenForEphemerals: .conflict
      case .noAuth, .authFailed, .authRequired: .refused
      case .connectionLost, .timedOut, .sessionExpired, .sessionMoved, .closed: .connection
      case .cancelled: .interrupted
      default: .failed
      }
  }
}
