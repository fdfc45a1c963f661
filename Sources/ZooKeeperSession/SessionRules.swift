import ZooKeeperModel

extension SessionEnd {
  /// Whether another session may take its place.
  var allowsSuccessor: Bool {
    switch self {
    case .expired, .expiredUnheard, .serversBehind, .replaced: true
    case .closed, .closedUnheard, .detached, .authenticationFailed: false
    }
  }
}

extension Disconnection {
  /// Whether the connection was fine until the server ended it.
  var isTheServersDoing: Bool {
    switch self {
    case .closedByServer, .failed: true
    case .unresolved, .tooSlow, .silent, .protocolViolation, .moved, .closedHere: false
    }
  }
}
