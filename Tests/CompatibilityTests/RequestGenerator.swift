import ZooKeeperModel

/// Makes up histories of requests that meet each other: few paths, many operations, valid and not.
struct RequestGenerator {
  private var random: RandomSource
  private let base: String
  private let avoided: Set<KnownDifference>

  /// All paths lie beneath `base`, so that histories do not meet each other, and nothing in them
  /// meets what is to be avoided.
  init(seed: UInt64, base: String, avoiding avoided: Set<KnownDifference>) {
    random = RandomSource(seed: seed)
    self.base = base
    self.avoided = avoided
  }

  mutating func request() -> Request {
    switch below(36) {
    case 0...4: create(any: [.create, .create2])
    case 5: create(any: [.createContainer, .createTTL])
    case 6, 7: .delete(versioned())
    case 8...10: .setData(SetDataRequest(path: path(), data: data(), version: version()))
    case 11: .setACL(SetACLRequest(path: path(), acl: acl(), version: version()))
    case 12, 13: .getData(read())
    case 14, 15: .exists(read())
    case 16: .getChildren(read())
    case 17: .getChildren2(read())
    case 18: .getACL(PathRequest(path: path()))
    case 19, 20: .multi(MultiRequest(operations: (0..<below(5)).map { _ in step() }))
    case 21: .multiRead(MultiRequest(operations: (0..<below(4)).map { _ in readStep() }))
    case 22: .getAllChildrenNumber(PathRequest(path: base + pick(["", "/a", "/b", "/a/c"])))
    case 23: .getEphemerals(EphemeralsRequest(prefix: pick([nil, "", "/", base, path()])))
    case 24...27: aboutWatches()
    case 28: .sync(SyncRequest(path: path()))
    case 29: .whoAmI
    case 30: .auth(AuthRequest(scheme: "digest", credential: credential()))
    case 31: rarity()
    case 32: aboutQuotas()
    default: .setData(SetDataRequest(path: path(), data: data(), version: .any))
    }
  }

  private mutating func credential() -> Secret? {
    // A wrong password proves another identity, which nobody has given anything.
    Secret(pick(["user:password", "user:password", "user:wrong", "other:password", "nobody"]))
  }

  private mutating func rarity() -> Request {
    switch below(2) {
    case 0:
      .reconfig(
        ReconfigRequest(
          joiningServers: pick([nil, "server.2=localhost:1:2"]), leavingServers: nil,
          newMembers: nil, currentConfigID: -1))
    // Where there is nothing to delete, because only Apache would do it.
    default: .deleteContainer(PathRequest(path: pick([base + "/none", "/zookeeper", "none"])))
    }
  }

  private mutating func aboutWatches() -> Request {
    switch below(6) {
    case 0, 1: lastingWatch()
    case 2: .removeWatches(WatcherRequest(path: path(), kind: kind()))
    case 3: checkWatches()
    case 4: .setWatches(missed())
    default: allWatches()
    }
  }

  private mutating func create(any operations: [OpCode]) -> Request {
    let operation = pick(operations)
    if operation == .createTTL {
      return .createTTL(createTTL(acl(), milliseconds: [0, 3_600_000, 3_600_000, 0x100_0000_0000]))
    }
    let request = CreateRequest(path: path(), data: data(), acl: acl(), flags: flags(operation))
    switch operation {
    case .create: return .create(request)
    case .create2: return .create2(request)
    default: return .createContainer(request)
    }
  }

  private mutating func flags(_ operation: OpCode) -> CreateFlags {
    if operation == .createContainer { return .container }
    return pick([
      .persistent, .persistent, .persistent, .ephemeral, .persistentSequential,
      .ephemeralSequential, .container, CreateFlags(rawValue: 9),
    ])
  }

  private mutating func createTTL(
    _ acl: [ACL]?, milliseconds: [Int64]
  ) -> CreateTTLRequest {
    CreateTTLRequest(
      path: path(), data: data(), acl: acl, flags: pick([.timeToLive, .timeToLiveSequential]),
      ttlMilliseconds: pick(milliseconds))
  }

  private mutating func step() -> MultiOperation {
    switch below(9) {
    case 0: .create(stepCreate([.persistent, .persistentSequential, .ephemeral]))
    case 1: .create2(stepCreate([.persistent, .ephemeralSequential]))
    case 2: unusualCreate()
    case 3, 4: .delete(versioned())
    case 5...7: .setData(SetDataRequest(path: path(), data: data(), version: version()))
    default: .check(versioned())
    }
  }

  private mutating func stepCreate(_ flags: [CreateFlags]) -> CreateRequest {
    CreateRequest(path: path(), data: data(), acl: stepACL(), flags: pick(flags))
  }

  /// Some of these spoil the whole multi: a flag that nobody knows, and a life that never was.
  private mutating func unusualCreate() -> MultiOperation {
    switch below(8) {
    case 0...2: .createContainer(stepCreate([.container]))
    case 3...5:
      .createTTL(createTTL(stepACL(), milliseconds: [3_600_000, 3_600_000, 3_600_000, 0]))
    case 6: .create(stepCreate([.container]))
    default:
      .create(
        stepCreate(
          avoided.contains(.unknownFlagInMulti) ? [.ephemeral] : [CreateFlags(rawValue: 9)]))
    }
  }

  /// Quotas as Apache's own shell sets them, and none at all. Nothing enforces them. Apache does
  /// not survive a text that is no quota: the next change beneath it ends the server.
  private mutating func aboutQuotas() -> Request {
    let folder = "/zookeeper/quota" + base
    let limits = folder + "/zookeeper_limits"
    let stats = folder + "/zookeeper_stats"
    let node = pick([folder, folder, limits, limits, stats])
    let data: [UInt8]? = pick([
      Array("count=3,bytes=-1".utf8), Array("count=1,bytes=0".utf8), Array("count=2,bytes=9".utf8),
      [], nil,
    ])
    switch below(8) {
    case 0...2:
      return .create(
        CreateRequest(
          path: node, data: data, acl: AccessControl.open.entries, flags: .persistent))
    case 3: return .setData(SetDataRequest(path: node, data: data, version: .any))
    case 4: return .delete(VersionedRequest(path: pick([limits, stats]), version: .any))
    default: return .getData(ReadRequest(path: stats, watch: below(2) == 0))
    }
  }

  private mutating func readStep() -> MultiOperation {
    below(2) == 0 ? .getData(read()) : .getChildren(read())
  }

  private mutating func checkWatches() -> Request {
    if avoided.contains(.watchesOfOthers) { return .exists(read()) }
    return .checkWatches(WatcherRequest(path: path(), kind: kind()))
  }

  private mutating func missed() -> SetWatchesRequest {
    SetWatchesRequest(
      relativeZxid: pick([.zero, Zxid(rawValue: 100), Zxid(rawValue: .max)]),
      dataWatches: paths(), existWatches: paths(), childWatches: paths())
  }

  private mutating func allWatches() -> Request {
    let keepsOne = avoided.contains(.onePersistentWatch)
    return .setWatches2(
      SetWatches2Request(
        oneShot: missed(), persistentWatches: keepsOne ? [] : paths(),
        persistentRecursiveWatches: keepsOne ? [] : paths()))
  }

  private mutating func paths() -> [String] {
    (0..<below(3)).map { _ in path() }
  }

  private mutating func read() -> ReadRequest {
    ReadRequest(path: path(), watch: below(3) == 0)
  }

  private mutating func versioned() -> VersionedRequest {
    VersionedRequest(path: path(), version: version())
  }

  private mutating func path() -> String {
    let names = ["a", "b", "c", "é"]
    let depth = below(4)
    let path = (0..<depth).reduce(base) { path, _ in path + "/" + pick(names) }
    switch below(40) {
    case 0: return path + "/"
    case 1: return path + "/.."
    case 2: return path + "//a"
    case 3: return pick(["", "a", "/zookeeper", "/zookeeper/config", "/", path + "\u{0}"])
    default: return path
    }
  }

  private mutating func data() -> [UInt8]? {
    pick([nil, [], [1], [1, 2, 3]])
  }

  private mutating func version() -> Version {
    pick([.any, .any, .any, Version(rawValue: 0), Version(rawValue: 1), Version(rawValue: 7)])
  }

  private mutating func acl() -> [ACL]? {
    let open = AccessControl.open.entries
    let someone = Identity(scheme: "digest", id: "a:b")
    let readable: [[ACL]?] = [
      open, open, open, open, open, open, AccessControl.readOnly.entries, [], nil,
      [ACL([.read, .create], for: .anyone), ACL(.all, for: someone)],
      [ACL(.all, for: Identity(scheme: "nonsense", id: "x"))],
    ]
    return pick(
      avoided.contains(.unreadableNodes)
        ? readable : readable + [AccessControl.creatorAll.entries])
  }

  private mutating func lastingWatch() -> Request {
    if avoided.contains(.onePersistentWatch) { return .getData(read()) }
    return .addWatch(
      AddWatchRequest(
        path: path(),
        mode: pick([
          .persistent, .persistent, .persistentRecursive, .persistentRecursive,
          AddWatchMode(rawValue: 7),
        ])))
  }

  private mutating func stepACL() -> [ACL]? {
    avoided.contains(.nullListInMulti) ? acl() ?? [] : acl()
  }

  private mutating func kind() -> WatcherKind {
    let known: [WatcherKind] = [.any, .any, .data, .children]
    return pick(
      avoided.contains(.kindsOfWatches)
        ? known : known + [.persistent, .persistentRecursive, WatcherKind(rawValue: 9)])
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[below(values.count)]
  }

  private mutating func below(_ bound: Int) -> Int {
    Int(random.next() % UInt64(bound))
  }
}
