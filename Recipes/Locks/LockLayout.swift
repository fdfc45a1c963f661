/// How a lock's nodes are named, and so who can contend for it.
public enum LockLayout: Hashable, Sendable {
  /// As Curator's `InterProcessMutex` and `InterProcessReadWriteLock` name them, and go-zookeeper's
  /// `Lock`.
  case curator
  /// As kazoo's `Lock`, `WriteLock` and `ReadLock` name them.
  case kazoo

  var naming: LineNaming {
    switch self {
    case .curator: .curator("-lock-")
    case .kazoo: .kazoo("__lock__")
    }
  }

  /// The naming of a lock that readers share.
  var sharedNaming: LineNaming {
    switch self {
    case .curator: .curator("-__WRIT__", shared: "-__READ__")
    case .kazoo: .kazoo("__lock__", shared: "__rlock__")
    }
  }
}
