import ZooKeeperModel

extension Change {
  /// About how many bytes it takes in the log.
  var weight: Int {
    switch self {
    case .create(let node, _), .createContainer(let node), .createTTL(let node, _):
      64 + node.path.utf8.count + (node.data?.count ?? 0) + node.acl.weight
    case .delete(let path), .check(let path, _): 64 + path.utf8.count
    case .setData(let path, let data, _): 64 + path.utf8.count + (data?.count ?? 0)
    case .setACL(let path, let acl, _): 64 + path.utf8.count + acl.weight
    case .createSession, .error: 64
    case .closeSession(let paths): 64 + paths.weight
    case .multi(let changes): changes.reduce(64) { $0 + $1.weight }
    }
  }
}

extension [ACL]? {
  fileprivate var weight: Int { (self ?? []).reduce(0) { $0 + $1.weight } }
}
