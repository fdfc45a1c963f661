import ZooKeeperModel

// About how many bytes an answer takes, in memory as on the wire: enough to bound what is held.

extension Outgoing {
  package var weight: Int {
    switch self {
    case .greeting, .close: 64
    case .reply(_, let body): 64 + (body?.weight ?? 0)
    case .event(_, let event): 64 + event.path.utf8.count
    }
  }
}

extension Reply {
  fileprivate var weight: Int {
    switch self {
    case .empty, .stat, .count, .verdict: 0
    case .path(let path): path.utf8.count
    case .created(let created): created.path.utf8.count
    case .data(let reply): reply.data?.count ?? 0
    case .children(let names): names.weight
    case .childrenWithStat(let reply): reply.children.weight
    case .acl(let reply): (reply.acl ?? []).reduce(0) { $0 + $1.weight }
    case .synced(let path): path?.utf8.count ?? 0
    case .multi(let reply): reply.results.reduce(0) { $0 + $1.weight }
    case .ephemerals(let paths): paths.weight
    case .identities(let infos): (infos ?? []).reduce(0) { $0 + 32 + $1.user.utf8.count }
    case .sasl(let step): step.token?.count ?? 0
    }
  }
}

extension MultiResult {
  var weight: Int {
    switch self {
    case .delete, .check, .error, .setData: 64
    case .create(let path): 64 + path.utf8.count
    case .create2(let created): 64 + created.path.utf8.count
    case .getData(let reply): 64 + (reply.data?.count ?? 0)
    case .getChildren(let names): 64 + names.weight
    }
  }
}

extension ACL {
  var weight: Int { 32 + identity.scheme.utf8.count + identity.id.utf8.count }
}

extension [String]? {
  var weight: Int { (self ?? []).reduce(0) { $0 + 16 + $1.utf8.count } }
}
