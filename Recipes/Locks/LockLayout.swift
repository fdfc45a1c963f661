/// How a lock's nodes are named, and so who can contend for it.
public enum LockLayout: Hashable, Sendable {
  /// As Curator's `InterProcessMutex` and go-zookeeper's `Lock` name them.
  case curator
  /// As kazoo's `Lock` names them.
  case kazoo

  var naming: LineNaming {
    switch self {
    case .curator: LineNaming(exclusive: "-lock-", shared: nil, style: .curator)
    case .kazoo: LineNaming(exclusive: "__lock__", shared: nil, style: .kazoo)
    }
  }
}
