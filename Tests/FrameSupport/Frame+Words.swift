import ZooKeeperModel

// Frames in the words in which peers report them: the field names of Apache's records.

extension Frame {
  package var words: JSON {
    switch self {
    case .connectRequest(let body):
      .object([
        "timeOut": .init(body.timeoutMilliseconds), "lastZxidSeen": .init(body.lastZxidSeen),
        "sessionId": .init(body.sessionID), "passwd": .init(body.password),
        "readOnly": .init(body.readOnly),
      ])
    case .connectReply(let body):
      .object([
        "timeOut": .init(body.timeoutMilliseconds), "sessionId": .init(body.sessionID),
        "passwd": .init(body.password), "readOnly": .init(body.readOnly),
      ])
    case .request(_, let body): .object(body.words)
    case .reply(_, let body): .object(body?.words ?? [:])
    case .event(let header, let body):
      .object([
        "type": .init(body.kind.rawValue), "state": .init(body.state.rawValue),
        "path": .text(body.path), "zxid": .init(header.zxid),
      ])
    }
  }
}

extension Request {
  fileprivate var words: [String: JSON] {
    switch self {
    case .create(let body), .create2(let body), .createContainer(let body): body.words
    case .createTTL(let body): body.words
    case .delete(let body), .check(let body): body.words
    case .deleteContainer(let body), .getACL(let body), .getAllChildrenNumber(let body):
      ["path": .text(body.path)]
    case .exists(let body), .getData(let body), .getChildren(let body), .getChildren2(let body):
      body.words
    case .setData(let body): body.words
    case .setACL(let body):
      ["path": .text(body.path), "acl": .init(body.acl), "version": .init(body.version)]
    case .getEphemerals(let body): ["prefixPath": .init(body.prefix)]
    case .sync(let body): ["path": .init(body.path)]
    case .multi(let body), .multiRead(let body):
      ["ops": .list(body.operations.map { .object($0.words) })]
    case .reconfig(let body):
      [
        "joiningServers": .init(body.joiningServers), "leavingServers": .init(body.leavingServers),
        "newMembers": .init(body.newMembers), "curConfigId": .number(body.currentConfigID),
      ]
    case .setWatches(let body): body.words
    case .setWatches2(let body): body.words
    case .addWatch(let body): ["path": .text(body.path), "mode": .init(body.mode.rawValue)]
    case .checkWatches(let body), .removeWatches(let body):
      ["path": .text(body.path), "type": .init(body.kind.rawValue)]
    case .auth(let body):
      [
        "type": .init(body.type), "scheme": .text(body.scheme), "auth": .init(body.credential),
      ]
    case .sasl(let body): ["token": .init(body.token)]
    case .whoAmI, .ping, .closeSession: [:]
    }
  }
}

extension Reply {
  fileprivate var words: [String: JSON] {
    switch self {
    case .empty: [:]
    case .path(let path): ["path": .text(path)]
    case .created(let body): ["path": .text(body.path), "stat": .init(body.stat)]
    case .stat(let stat): ["stat": .init(stat)]
    case .data(let body): ["data": .init(body.data), "stat": .init(body.stat)]
    case .children(let names): ["children": .init(names)]
    case .childrenWithStat(let body):
      ["children": .init(body.children), "stat": .init(body.stat)]
    case .acl(let body): ["acl": .init(body.acl), "stat": .init(body.stat)]
    case .synced(let path): ["path": .init(path)]
    case .multi(let body): ["results": .list(body.results.map { .object($0.words) })]
    case .count(let count): ["totalNumber": .init(count)]
    case .ephemerals(let paths): ["ephemerals": .init(paths)]
    case .identities(let infos): ["clientInfo": .init(infos)]
    case .sasl(let body): ["token": .init(body.token)]
    case .verdict(let code): ["err": .init(code.rawValue)]
    }
  }
}

extension MultiOperation {
  fileprivate var words: [String: JSON] {
    let body =
      switch self {
      case .create(let body), .create2(let body), .createContainer(let body): body.words
      case .createTTL(let body): body.words
      case .delete(let body), .check(let body): body.words
      case .setData(let body): body.words
      case .getData(let body), .getChildren(let body): body.words
      }
    return body.merging(["op": .text(operation.description)]) { _, name in name }
  }
}

extension MultiResult {
  fileprivate var words: [String: JSON] {
    switch self {
    case .create(let path): ["type": .number(1), "path": .text(path)]
    case .create2(let body):
      ["type": .number(15), "path": .text(body.path), "stat": .init(body.stat)]
    case .delete: ["type": .number(2)]
    case .setData(let stat): ["type": .number(5), "stat": .init(stat)]
    case .check: ["type": .number(13)]
    case .getData(let body):
      ["type": .number(4), "data": .init(body.data), "stat": .init(body.stat)]
    case .getChildren(let names): ["type": .number(8), "children": .init(names)]
    case .error(let code): ["error": .init(code.rawValue)]
    }
  }
}

extension CreateRequest {
  fileprivate var words: [String: JSON] {
    [
      "path": .text(path), "data": .init(data), "acl": .init(acl), "flags": .init(flags.rawValue),
    ]
  }
}

extension CreateTTLRequest {
  fileprivate var words: [String: JSON] {
    [
      "path": .text(path), "data": .init(data), "acl": .init(acl), "flags": .init(flags.rawValue),
      "ttl": .number(ttlMilliseconds),
    ]
  }
}

extension VersionedRequest {
  fileprivate var words: [String: JSON] {
    ["path": .text(path), "version": .init(version)]
  }
}

extension ReadRequest {
  fileprivate var words: [String: JSON] {
    ["path": .text(path), "watch": .bool(watch)]
  }
}

extension SetDataRequest {
  fileprivate var words: [String: JSON] {
    ["path": .text(path), "data": .init(data), "version": .init(version)]
  }
}

extension SetWatchesRequest {
  fileprivate var words: [String: JSON] {
    [
      "relativeZxid": .init(relativeZxid), "dataWatches": .init(dataWatches),
      "existWatches": .init(existWatches), "childWatches": .init(childWatches),
    ]
  }
}

extension SetWatches2Request {
  fileprivate var words: [String: JSON] {
    let more: [String: JSON] = [
      "persistentWatches": .init(persistentWatches),
      "persistentRecursiveWatches": .init(persistentRecursiveWatches),
    ]
    return oneShot.words.merging(more) { first, _ in first }
  }
}
