import PeerSupport
import Testing
import ZooKeeperModel

/// Snapshots that are written while nodes come, go and come again with other lists, by either
/// server, and read by the other.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DiskStormTests {
  @Test("a storm around every snapshot, a kill, and the other server has the same tree")
  func storm() throws {
    for reference in try Peers.references() {
      let theirs = { try ApacheServer(reference, $0) }
      let ours = { try BundledServer($0) }
      try weather(from: theirs, to: ours, "from Apache \(reference.name)")
      try weather(from: ours, to: theirs, "to Apache \(reference.name)")
    }
  }

  private func weather(
    from first: (ServerConfiguration) throws -> some ClientProgramServer,
    to second: (ServerConfiguration) throws -> some ClientProgramServer, _ label: String
  ) throws {
    let scratch = try ScratchDirectory("zookeeper-storm")
    let configuration = ServerConfiguration(["dataDir": scratch.path, "snapCount": "40"])
    let server = try first(configuration)
    var client = try RawClient(to: server)
    var random = RandomSource(seed: 5)
    for round in 0..<120 {
      let steps = (0..<50).map { storm(round, $0, &random) }
      _ = try client.call(.multi(MultiRequest(operations: steps.flatMap { $0 })))
      // Only this changes the list of a node that stays.
      let list = SetACLRequest(
        path: path(round / 2, &random), acl: list(&random), version: .any)
      _ = try client.call(.setACL(list))
    }
    let tree = try DiskServedTree(seenBy: &client, withACLs: { $0.hasPrefix("/0") })
    #expect(tree.nodes.count > 1_000, Comment(rawValue: label))
    server.kill()
    let other = try second(configuration)
    var reader = try RawClient(to: other)
    let found = try DiskServedTree(seenBy: &reader, withACLs: { $0.hasPrefix("/0") })
    #expect(found.differences(from: tree).prefix(5) == [], Comment(rawValue: label))
    other.stop()
  }

  /// Steps that succeed whatever happened: each node is new in its round, or was made the round
  /// before by the same rule.
  private func storm(
    _ round: Int, _ number: Int, _ random: inout RandomSource
  ) -> [MultiOperation] {
    let path = "/\(round % 2)-\(number)-\(round / 2)"
    var steps = [create(path, &random)]
    if number % 3 == 0 { steps.append(create("\(path)/child", &random)) }
    if number % 5 == 0 {
      // Gone and back at once, with another list.
      let again = "\(path)/again"
      steps += [
        create(again, &random), .delete(VersionedRequest(path: again, version: .any)),
        create(again, &random),
      ]
    }
    return steps
  }

  private func path(_ round: Int, _ random: inout RandomSource) -> String {
    "/0-\(Int.random(in: 0..<50, using: &random))-\(Int.random(in: 0...round, using: &random))"
  }

  private func create(_ path: String, _ random: inout RandomSource) -> MultiOperation {
    .create(
      CreateRequest(path: path, data: [1, 2, 3], acl: list(&random), flags: .persistent))
  }

  /// Readable, so that the tree can be compared; otherwise seldom one that there was before.
  private func list(_ random: inout RandomSource) -> [ACL] {
    let number = UInt32.random(in: 0..<1 << 24, using: &random)
    let id = "10.\(number >> 16).\(number >> 8 & 0xFF).\(number & 0xFF)"
    return [ACL(.all, for: .anyone), ACL(.read, for: Identity(scheme: "ip", id: id))]
  }
}
