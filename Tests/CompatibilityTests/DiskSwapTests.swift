import PeerSupport
import Testing
import ZooKeeperModel

/// One data directory that real servers and ours take over from each other.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DiskSwapTests {
  @Test(
    "whoever takes over serves the same tree to the same sessions, and goes on with it",
    arguments: ["3.8", "3.9"], [false, true])
  func swaps(_ release: String, _ isCompressed: Bool) throws {
    guard let reference = try Peers.references().first(where: { $0.name == release }) else {
      return
    }
    let scratch = try ScratchDirectory("zookeeper-swap")
    let configuration = configuration(scratch, isCompressed)
    var writer = DiskWriter()
    var tree: DiskServedTree?
    // Either begins once, and each is ended in both ways.
    let theirs: () throws -> any ClientProgramServer = {
      try ApacheServer(reference, configuration)
    }
    let ours: () throws -> any ClientProgramServer = { try BundledServer(configuration) }
    let legs = isCompressed ? [ours, theirs, ours, theirs] : [theirs, ours, theirs, ours]
    for (index, start) in legs.enumerated() {
      let server = try start()
      if let tree {
        var client = try RawClient(to: server)
        let found = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.root)
        #expect(found.differences(from: tree).prefix(5) == [], "leg \(index) of \(release)")
        #expect(try client.call(.closeSession).error == .ok)
      } else {
        try writer.writeFirst(to: server.port)
      }
      try writer.resumeAll(on: server.port)
      try writer.writeMore(to: server.port)
      var client = try RawClient(to: server)
      tree = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.root)
      #expect(tree.map { $0.nodes.count > DiskWriter.nodes } == true)
      if index % 4 < 2 { server.kill() } else { server.stop() }
      if let apache = server as? ApacheServer {
        #expect(!apache.lastWords.lowercased().contains("digest"), "\(apache.lastWords)")
      }
    }
  }

  private func configuration(
    _ scratch: ScratchDirectory, _ isCompressed: Bool
  ) -> ServerConfiguration {
    var entries = [
      "dataDir": scratch.path, "extendedTypesEnabled": "true", "maxSessionTimeout": "60000",
      // A few snapshots on the way, some of them written while the tree changes.
      "snapCount": "30",
    ]
    if isCompressed { entries["snapshot.compression.method"] = "gz" }
    return ServerConfiguration(entries)
  }
}
