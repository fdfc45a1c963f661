import PeerSupport
import Testing
import ZooKeeperModel

/// Writes into a server what a data directory can hold, and more of it after each swap.
struct DiskWriter {
  /// The sessions that are alive, and their ephemeral nodes with them.
  private(set) var sessions: [ConnectReply] = []
  private var round = 0

  static let root = "/kinds"
  static let nodes = 10_000

  private static let list = [
    ACL(.read, for: .anyone),
    ACL(.all, for: Identity(scheme: "digest", id: "bob:2VqDnsGWsgDnpvHMXg+3XPBGhtM=")),
  ]

  /// Whether a node may have another list than the open one.
  static func changesList(of path: String) -> Bool {
    path.hasPrefix(root) || (1...9).contains { path == "/many/\($0)" }
  }

  /// One node of each kind, a quota, and many ordinary nodes.
  mutating func writeFirst(to port: Int) throws {
    var client = try RawClient(port: port)
    for path in [Self.root, "/many", "/sequence", "/ephemeral", "/limited"] {
      try create(path, &client)
    }
    try create("\(Self.root)/closed", acl: Self.list, &client)
    try create("\(Self.root)/null", data: nil, &client)
    let container = CreateRequest(
      path: "\(Self.root)/container", data: [1], acl: AccessControl.open.entries, flags: .container)
    #expect(try client.call(.createContainer(container)).error == .ok)
    let passing = CreateTTLRequest(
      path: "\(Self.root)/passing", data: [2], acl: AccessControl.open.entries, flags: .timeToLive,
      ttlMilliseconds: 3_600_000)
    #expect(try client.call(.createTTL(passing)).error == .ok)
    // As Apache's own shell sets a quota.
    try create("/zookeeper/quota/limited", data: [], &client)
    let limits = Array("count=100,bytes=10000".utf8)
    let usage = Array("count=1,bytes=0".utf8)
    try create("/zookeeper/quota/limited/zookeeper_limits", data: limits, &client)
    try create("/zookeeper/quota/limited/zookeeper_stats", data: usage, &client)
    for start in stride(from: 0, to: Self.nodes, by: 500) {
      let steps = (start..<start + 500).map { number in
        MultiOperation.create(
          CreateRequest(
            path: "/many/\(number)", data: Array("data of \(number)".utf8),
            acl: AccessControl.open.entries, flags: .persistent))
      }
      #expect(try client.call(.multi(MultiRequest(operations: steps))).error == .ok)
    }
    #expect(try client.call(.closeSession).error == .ok)
  }

  /// Goes on where the server before stopped.
  mutating func writeMore(to port: Int) throws {
    round += 1
    var client = try RawClient(port: port)
    #expect(!sessions.contains { $0.sessionID == client.greeting.sessionID })
    sessions.append(client.greeting)
    let ephemeral = CreateRequest(
      path: "/ephemeral/\(round)", data: [], acl: AccessControl.open.entries, flags: .ephemeral)
    #expect(try client.call(.create(ephemeral)).error == .ok)
    let numbered = CreateRequest(
      path: "/sequence/n-", data: [], acl: AccessControl.open.entries, flags: .persistentSequential)
    let name = try client.call(.create(numbered)).reply
    #expect(name == .path("/sequence/n-000000000\(round - 1)"))
    try create("/limited/\(round)", data: [1, 2, 3], &client)
    let many = SetDataRequest(path: "/many/\(round)", data: [UInt8(round)], version: .any)
    #expect(try client.call(.setData(many)).error == .ok)
    let list = SetACLRequest(path: "/many/\(round)", acl: Self.list, version: .any)
    #expect(try client.call(.setACL(list)).error == .ok)
    let gone = VersionedRequest(path: "/many/\(Self.nodes - round)", version: .any)
    #expect(try client.call(.delete(gone)).error == .ok)
    #expect(
      try client.call(.delete(VersionedRequest(path: "/none", version: .any))).error == .noNode)
  }

  /// Every session can be taken up again, on whichever server now has the files.
  func resumeAll(on port: Int) throws {
    for session in sessions {
      let greeting = try RawClient(port: port, resuming: session).greeting
      #expect(greeting.sessionID == session.sessionID)
      #expect(greeting.password == session.password)
    }
  }

  private func create(
    _ path: String, data: [UInt8]? = [], acl: [ACL] = AccessControl.open.entries,
    _ client: inout RawClient
  ) throws {
    let request = CreateRequest(path: path, data: data, acl: acl, flags: .persistent)
    #expect(try client.call(.create(request)).error == .ok, Comment(rawValue: path))
  }
}
