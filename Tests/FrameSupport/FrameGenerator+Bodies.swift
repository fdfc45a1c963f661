import ZooKeeperModel

// The bodies of requests and replies.
extension FrameGenerator {
  mutating func request(_ operation: OpCode) -> Request {
    switch operation {
    case .create: .create(create())
    case .create2: .create2(create())
    case .createContainer: .createContainer(create())
    case .createTTL: .createTTL(createTTL())
    case .delete: .delete(versioned())
    case .deleteContainer: .deleteContainer(PathRequest(path: string()))
    case .exists: .exists(read())
    case .getData: .getData(read())
    case .setData: .setData(setData())
    case .getACL: .getACL(PathRequest(path: string()))
    case .setACL: .setACL(SetACLRequest(path: string(), acl: acl(), version: version()))
    case .getChildren: .getChildren(read())
    case .getChildren2: .getChildren2(read())
    case .getAllChildrenNumber: .getAllChildrenNumber(PathRequest(path: string()))
    case .getEphemerals: .getEphemerals(EphemeralsRequest(prefix: optionalString()))
    case .sync: .sync(SyncRequest(path: optionalString()))
    case .check: .check(versioned())
    case .multi: .multi(MultiRequest(operations: some { $0.write() }))
    case .multiRead: .multiRead(MultiRequest(operations: some { $0.readStep() }))
    case .reconfig: .reconfig(reconfig())
    case .setWatches: .setWatches(setWatches())
    case .setWatches2: .setWatches2(setWatches2())
    case .addWatch:
      .addWatch(AddWatchRequest(path: string(), mode: AddWatchMode(rawValue: int32())))
    case .checkWatches: .checkWatches(watcher())
    case .removeWatches: .removeWatches(watcher())
    case .auth:
      .auth(AuthRequest(type: int32(), scheme: string(), credential: data().map { Secret($0) }))
    case .sasl: .sasl(SASLToken(token: data().map { Secret($0) }))
    case .whoAmI: .whoAmI
    case .ping: .ping
    case .closeSession: .closeSession
    default: preconditionFailure("\(operation) is no request")
    }
  }

  mutating func reply(to operation: OpCode) -> Reply {
    switch operation {
    case .create: .path(string())
    case .create2, .createContainer, .createTTL: .created(created())
    case .exists, .setData, .setACL: .stat(stat())
    case .getData, .reconfig: .data(DataReply(data: data(), stat: stat()))
    case .getACL: .acl(ACLReply(acl: acl(), stat: stat()))
    case .getChildren: .children(strings())
    case .getChildren2: .childrenWithStat(ChildrenReply(children: strings(), stat: stat()))
    case .getAllChildrenNumber: .count(int32())
    case .getEphemerals: .ephemerals(strings())
    case .sync: .synced(optionalString())
    case .multi, .multiRead: .multi(MultiReply(results: some { $0.result() }))
    case .whoAmI: .identities(identities())
    case .sasl: .sasl(SASLToken(token: data().map { Secret($0) }))
    case .addWatch: .verdict(ErrorCode(rawValue: int32()))
    default: .empty
    }
  }

  private mutating func some<Item>(_ item: (inout FrameGenerator) -> Item) -> [Item] {
    (0..<Int.random(in: 0..<5, using: &random)).map { _ in item(&self) }
  }

  private mutating func create() -> CreateRequest {
    CreateRequest(
      path: string(), data: data(), acl: acl(), flags: CreateFlags(rawValue: int32()))
  }

  private mutating func createTTL() -> CreateTTLRequest {
    CreateTTLRequest(
      path: string(), data: data(), acl: acl(), flags: CreateFlags(rawValue: int32()),
      ttlMilliseconds: int64())
  }

  private mutating func created() -> CreateReply {
    CreateReply(path: string(), stat: stat())
  }

  private mutating func read() -> ReadRequest {
    ReadRequest(path: string(), watch: Bool.random(using: &random))
  }

  private mutating func versioned() -> VersionedRequest {
    VersionedRequest(path: string(), version: version())
  }

  private mutating func setData() -> SetDataRequest {
    SetDataRequest(path: string(), data: data(), version: version())
  }

  private mutating func reconfig() -> ReconfigRequest {
    ReconfigRequest(
      joiningServers: optionalString(), leavingServers: optionalString(),
      newMembers: optionalString(), currentConfigID: int64())
  }

  private mutating func setWatches() -> SetWatchesRequest {
    SetWatchesRequest(
      relativeZxid: Zxid(rawValue: int64()), dataWatches: strings(), existWatches: strings(),
      childWatches: strings())
  }

  private mutating func setWatches2() -> SetWatches2Request {
    SetWatches2Request(
      oneShot: setWatches(), persistentWatches: strings(), persistentRecursiveWatches: strings())
  }

  private mutating func watcher() -> WatcherRequest {
    WatcherRequest(path: string(), kind: WatcherKind(rawValue: int32()))
  }

  private mutating func identities() -> [ClientInfo]? {
    pick([nil, some { ClientInfo(scheme: $0.string(), user: $0.string()) }])
  }

  private mutating func write() -> MultiOperation {
    switch Int.random(in: 0..<7, using: &random) {
    case 0: .create(create())
    case 1: .create2(create())
    case 2: .createContainer(create())
    case 3: .createTTL(createTTL())
    case 4: .delete(versioned())
    case 5: .setData(setData())
    default: .check(versioned())
    }
  }

  private mutating func readStep() -> MultiOperation {
    Bool.random(using: &random) ? .getData(read()) : .getChildren(read())
  }

  private mutating func result() -> MultiResult {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .create(path: string())
    case 1: .create2(created())
    case 2: .delete
    case 3: .setData(stat())
    case 4: .check
    case 5: .getData(DataReply(data: data(), stat: stat()))
    case 6: .getChildren(strings())
    default: .error(ErrorCode(rawValue: int32()))
    }
  }
}
