import Foundation
import PeerSupport
import Testing
import ZooKeeperModel

/// The move that users will make, as docs/moving.md tells it: from our server to an ensemble of
/// three, and back.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct EnsembleMoveTests {
  @Test("an ensemble goes on from our data directory, and we from a member's")
  func thereAndBack() throws {
    let reference = try #require(try Peers.references().last)
    let ours = try ScratchDirectory("zookeeper-alone")
    var writer = DiskWriter()
    let tree = try alone(ours, &writer)
    let memberships = try EnsembleMembership.ensemble(of: 3)
    let folders = try memberships.map { try copy(of: ours, for: $0) }
    let members = try zip(memberships, folders).map { membership, folder in
      try ApacheServer(
        launching: reference, configuration(folder), membership: membership)
    }
    for member in members { try member.waitUntilServing() }
    #expect(try hasSettled(members))
    for member in members {
      #expect(try differences(on: member.port, from: tree) == [])
    }
    try writer.resumeAll(on: members[1].port)
    try writer.writeMore(to: members[1].port)
    var client = try RawClient(to: members[1])
    let later = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.changesList(of:))
    for member in members { member.stop() }
    try refusesMember(folders[1])
    let server = try BundledServerProcess(options(folders[1]) + ["--standalone"])
    let port = try server.port()
    #expect(try differences(on: port, from: later) == [])
    try writer.resumeAll(on: port)
    try writer.writeMore(to: port)
    #expect(server.stop() == 0)
  }

  /// Waits until the members have agreed on a leader. Before that some of them may serve, and hang
  /// up on their clients when the others come and they elect anew.
  private func hasSettled(_ members: [ApacheServer]) throws -> Bool {
    try poll(atMost: .seconds(60)) {
      let modes = try members.map { try $0.fourLetterWord("srvr") }
      return modes.count { $0.contains("Mode: follower") } == 2
        && modes.contains { $0.contains("Mode: leader") }
    }
  }

  /// What a server of ours had in the end.
  private func alone(
    _ folder: ScratchDirectory, _ writer: inout DiskWriter
  ) throws -> DiskServedTree {
    let server = try BundledServer(configuration(folder))
    try writer.writeFirst(to: server.port)
    try writer.writeMore(to: server.port)
    var client = try RawClient(to: server)
    let tree = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.changesList(of:))
    server.stop()
    return tree
  }

  private func copy(
    of ours: ScratchDirectory, for membership: EnsembleMembership
  ) throws -> ScratchDirectory {
    let folder = try ScratchDirectory("zookeeper-member")
    try FileManager.default.copyItem(
      atPath: ours.file("version-2"), toPath: folder.file("version-2"))
    try folder.write("\(membership.ownID)\n", to: "myid")
    return folder
  }

  /// An ensemble keeps the list of its members in the tree.
  private func differences(on port: Int, from tree: DiskServedTree) throws -> [String] {
    var client = try RawClient(port: port)
    let found = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.changesList(of:))
    return found.differences(from: tree).filter { !$0.hasPrefix("/zookeeper/config: ") }
  }

  private func refusesMember(_ folder: ScratchDirectory) throws {
    let refused = try BundledServerProcess(options(folder))
    #expect(refused.exitCode() == 2)
    #expect(refused.complaints.contains("Epoch shows that this data belongs to a member"))
    #expect(refused.complaints.contains("--standalone"))
  }

  private func options(_ folder: ScratchDirectory) -> [String] {
    [
      "--port", "0", "--data-dir", folder.path, "--set", "extendedTypesEnabled=true",
      "--set", "maxSessionTimeout=60000",
    ]
  }

  private func configuration(_ folder: ScratchDirectory) -> ServerConfiguration {
    ServerConfiguration([
      "dataDir": folder.path, "extendedTypesEnabled": "true", "maxSessionTimeout": "60000",
    ])
  }
}
