import PeerSupport
import Testing
import ZooKeeperModel

/// What we write, read by real servers: our own frames against Apache, without a client of theirs.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct WrittenRequestTests {
  private func withServers(_ body: (ApacheServer) throws -> Void) throws {
    for reference in try Peers.references() {
      try body(
        try ApacheServer(reference, ServerConfiguration(["extendedTypesEnabled": "true"])))
    }
  }

  private let open = AccessControl.open.entries

  @Test("a server understands every request we write, and we every answer")
  func requests() throws {
    try withServers { server in
      var client = try RawClient(to: server)
      func create(_ path: String, _ flags: CreateFlags = .persistent) -> CreateRequest {
        CreateRequest(path: path, data: [1, 2, 3], acl: open, flags: flags)
      }
      #expect(try client.call(.create(create("/a"))).reply == .path("/a"))
      let made = try client.call(.create2(create("/a/s-", .persistentSequential))).reply
      guard case .created(let child) = made else {
        Issue.record("create2 answered \(String(describing: made))")
        return
      }
      #expect(child.path == "/a/s-0000000000")
      #expect(child.stat.dataLength == 3 && child.stat.version == Version(rawValue: 0))
      let ttl = CreateTTLRequest(
        path: "/ttl", data: nil, acl: open, flags: .timeToLive, ttlMilliseconds: 60_000)
      #expect(try client.call(.createTTL(ttl)).error == .ok)
      #expect(try client.call(.createContainer(create("/c", .container))).error == .ok)
      #expect(try client.call(.getChildren(read("/a"))).reply == .children(["s-0000000000"]))
      let child2 = ChildrenReply(children: ["s-0000000000"], stat: try stat(&client, "/a"))
      #expect(try client.call(.getChildren2(read("/a"))).reply == .childrenWithStat(child2))
      let total = try client.call(.getAllChildrenNumber(PathRequest(path: "/a"))).reply
      #expect(total == .count(1))
      #expect(try client.call(.sync(SyncRequest(path: "/a"))).reply == .synced("/a"))
      #expect(try client.call(.getEphemerals(EphemeralsRequest(prefix: nil))).error == .ok)
      #expect(
        try client.call(.whoAmI).reply == .identities([.init(scheme: "ip", user: "127.0.0.1")]))
      #expect(try client.call(.ping).error == .ok)
      #expect(try client.call(.closeSession).error == .ok)
    }
  }

  @Test("versions guard writes, and any version means any")
  func versions() throws {
    try withServers { server in
      var client = try RawClient(to: server)
      let node = CreateRequest(path: "/v", data: nil, acl: open, flags: .persistent)
      #expect(try client.call(.create(node)).error == .ok)
      func set(_ version: Version) -> Request {
        .setData(SetDataRequest(path: "/v", data: [], version: version))
      }
      #expect(try client.call(set(Version(rawValue: 1))).error == .badVersion)
      #expect(try client.call(set(Version(rawValue: 0))).error == .ok)
      #expect(try client.call(set(.any)).error == .ok)
      #expect(try stat(&client, "/v").version == Version(rawValue: 2))
      let list = SetACLRequest(path: "/v", acl: AccessControl.readOnly.entries, version: .any)
      #expect(try client.call(.setACL(list)).error == .ok)
      #expect(
        try client.call(.getACL(PathRequest(path: "/v"))).reply
          == .acl(ACLReply(acl: list.acl, stat: try stat(&client, "/v"))))
      let delete = VersionedRequest(path: "/v", version: Version(rawValue: 0))
      #expect(try client.call(.delete(delete)).error == .badVersion)
      #expect(try client.call(set(.any)).error == .noAuth)
    }
  }

  @Test("a multi applies all or nothing and says which step failed")
  func multi() throws {
    try withServers { server in
      var client = try RawClient(to: server)
      let create = CreateRequest(path: "/m", data: nil, acl: open, flags: .persistent)
      let missing = VersionedRequest(path: "/none", version: .any)
      let failing = MultiRequest(operations: [.create(create), .delete(missing), .check(missing)])
      #expect(
        try client.call(.multi(failing)).reply
          == .multi(
            MultiReply(results: [.error(.ok), .error(.noNode), .error(.runtimeInconsistency)])))
      let set = SetDataRequest(path: "/m", data: [7], version: .any)
      let works = MultiRequest(operations: [.create(create), .setData(set)])
      let done = try client.call(.multi(works)).reply
      let after = try stat(&client, "/m")
      #expect(done == .multi(MultiReply(results: [.create(path: "/m"), .setData(after)])))
      let reads = MultiRequest(operations: [.getData(read("/m")), .getChildren(read("/none"))])
      let data = DataReply(data: [7], stat: after)
      #expect(
        try client.call(.multiRead(reads)).reply
          == .multi(MultiReply(results: [.getData(data), .error(.noNode)])))
      #expect(
        try client.call(.multi(MultiRequest(operations: []))).reply == .multi(.init(results: [])))
    }
  }

  @Test("watches of every kind fire, and are checked and removed")
  func watches() throws {
    try withServers { server in
      var client = try RawClient(to: server)
      let none = ReadRequest(path: "/w", watch: true)
      #expect(try client.call(.exists(none)).error == .noNode)
      let recursive = AddWatchRequest(path: "/", mode: .persistentRecursive)
      #expect(try client.call(.addWatch(recursive)).reply == .verdict(.ok))
      let create = CreateRequest(path: "/w", data: nil, acl: open, flags: .ephemeral)
      #expect(try client.call(.create(create)).error == .ok)
      let created = WatcherEvent(kind: .nodeCreated, state: .connected, path: "/w")
      #expect(client.events == [created], "one event for both watches")
      let any = WatcherRequest(path: "/", kind: .any)
      #expect(try client.call(.checkWatches(any)).error == .ok)
      #expect(try client.call(.removeWatches(any)).error == .ok)
      #expect(try client.call(.removeWatches(any)).error == .noWatcher)
      let seen = SetWatchesRequest(
        relativeZxid: .zero, dataWatches: ["/w", "/gone"], existWatches: [], childWatches: [])
      #expect(try client.call(.setWatches(seen)).error == .ok)
      let caughtUp = client.events.dropFirst().map(\.kind)
      #expect(Set(caughtUp) == [.nodeDataChanged, .nodeDeleted])
      let all = SetWatches2Request(
        oneShot: seen, persistentWatches: ["/w"], persistentRecursiveWatches: [])
      #expect(try client.call(.setWatches2(all)).error == .ok)
    }
  }

  @Test("credentials are accepted and show in whoAmI, wrong ones end the connection")
  func credentials() throws {
    try withServers { server in
      var client = try RawClient(to: server)
      let auth = AuthRequest(scheme: "digest", credential: Secret("user:password"))
      #expect(try client.call(.auth(auth)).error == .ok)
      guard case .identities(let identities?) = try client.call(.whoAmI).reply else {
        Issue.record("whoAmI has no list")
        return
      }
      #expect(Set(identities.map(\.scheme)) == ["ip", "digest"])
      #expect(identities.contains { $0.user == "user" })
      let unknown = AuthRequest(scheme: "nonsense", credential: nil)
      #expect(try client.call(.auth(unknown)).error == .authFailed)
      #expect(throws: RawClient.Failure.self) { try client.call(.ping) }
    }
  }

  private func read(_ path: String) -> ReadRequest {
    ReadRequest(path: path, watch: false)
  }

  private func stat(_ client: inout RawClient, _ path: String) throws -> Stat {
    guard case .stat(let stat) = try client.call(.exists(read(path))).reply else {
      throw RawClient.Failure.closed
    }
    return stat
  }
}
