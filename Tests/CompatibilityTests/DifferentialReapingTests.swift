import PeerSupport
import Testing
import ZooKeeperModel
import ZooKeeperTree

/// Which nodes go by themselves at a real server, and at ours.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DifferentialReapingTests {
  private static let intervalMilliseconds: Int64 = 100

  @Test("containers and nodes with a time to live go, and stay, as with Apache")
  func reaping() throws {
    for reference in try Peers.references() {
      let interval = DifferentialReapingTests.intervalMilliseconds
      let server = try ApacheServer(
        reference,
        ServerConfiguration(
          ["extendedTypesEnabled": "true"],
          properties: ["znode.container.checkIntervalMs": "\(interval)"]))
      var theirs = DifferentialWirePeer(port: server.port)
      var ours = MachinePeer(reaping: Reaper.Options(intervalMilliseconds: interval))
      let expected = try prepare(&theirs)
      _ = try prepare(&ours)
      #expect(try poll(atMost: .seconds(20)) { try survivors(&theirs) == expected })
      // More looks must leave what the first ones left.
      #expect(try children(&ours, afterMilliseconds: 20 * interval) == expected)
      #expect(try survivors(&theirs) == expected)
    }
  }

  /// Makes the nodes, and returns those that are to stay.
  private func prepare(_ peer: inout some DifferentialPeer) throws -> Set<String> {
    _ = try peer.connect(0, ConnectRequest.new)
    for path in ["/unused", "/used", "/in-use"] {
      _ = try peer.call(0, .createContainer(node(path, .container)))
    }
    for path in ["/used/child", "/in-use/child"] {
      _ = try peer.call(0, .create(node(path, .persistent)))
    }
    _ = try peer.call(0, .delete(VersionedRequest(path: "/used/child", version: .any)))
    for (path, milliseconds) in [("/short", Int64(1)), ("/parent", 1), ("/long", 3_600_000)] {
      let plain = node(path, .timeToLive)
      let request = CreateTTLRequest(
        path: path, data: nil, acl: plain.acl, flags: plain.flags, ttlMilliseconds: milliseconds)
      _ = try peer.call(0, .createTTL(request))
    }
    _ = try peer.call(0, .create(node("/parent/child", .persistent)))
    return ["zookeeper", "unused", "in-use", "parent", "long"]
  }

  private func node(_ path: String, _ flags: CreateFlags) -> CreateRequest {
    CreateRequest(path: path, data: nil, acl: AccessControl.open.entries, flags: flags)
  }

  private func children(
    _ peer: inout MachinePeer, afterMilliseconds milliseconds: Int64
  ) throws -> Set<String> {
    for _ in 0..<milliseconds { peer.tick() }
    return try survivors(&peer)
  }

  private func survivors(_ peer: inout some DifferentialPeer) throws -> Set<String> {
    let answer = try peer.call(0, .getChildren(ReadRequest(path: "/", watch: false)))
    guard case .children(let names)? = answer?.reply else { return [] }
    return Set(names ?? [])
  }
}
