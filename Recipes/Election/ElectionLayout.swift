/// How the nodes of candidates are named, and so who can stand for the same leadership.
public enum ElectionLayout: Hashable, Sendable {
  /// As Curator's `LeaderLatch` names them.
  case curatorLatch
  /// As Curator's `LeaderSelector` names them.
  case curatorSelector
  /// As kazoo's `Election` names them.
  case kazoo

  var naming: LineNaming {
    switch self {
    case .curatorLatch: .curator("-latch-")
    case .curatorSelector: LockLayout.curator.naming
    case .kazoo: LockLayout.kazoo.naming
    }
  }
}
