import PeerSupport
import Testing
import ZooKeeperModel

/// One data directory that real servers and ours take over from each other.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DiskSwapTests {
  @Test(
    "whoever takes over serves the same tree to the same sessions, and goes on with it",
    arguments: ["3.8", "3.9"], Files.allCases)
  func swaps(_ release: String, _ files: Files) throws {
    guard let reference = try Peers.references().first(where: { $0.name == release }) else {
      return
    }
    let scratch = try ScratchDirectory("zookeeper-swap")
    let configuration = configuration(scratch, files)
    var writer = DiskWriter()
    var tree: DiskServedTree?
    var sessions: DiskServedSessions?
    // Either begins once, and each is ended in both ways.
    let theirs: () throws -> any ClientProgramServer = {
      try ApacheServer(reference, configuration)
    }
    let ours: () throws -> any ClientProgramServer = { try BundledServer(configuration) }
    let legs =
      switch files {
      case .plain: [theirs, ours, theirs, ours]
      case .compressed: [ours, theirs, ours, theirs]
      case .withLogsApart: [theirs, ours, theirs]
      }
    for (index, start) in legs.enumerated() {
      let server = try start()
      if let tree, let sessions {
        // Before anybody connects, who would be one more.
        #expect(try DiskServedSessions(servedOn: server.port) == sessions, "leg \(index)")
        var client = try RawClient(to: server)
        let found = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.changesList(of:))
        #expect(found.differences(from: tree).prefix(5) == [], "leg \(index) of \(release)")
        #expect(try client.call(.closeSession).error == .ok)
      } else {
        try writer.writeFirst(to: server.port)
      }
      try writer.resumeAll(on: server.port)
      try writer.writeMore(to: server.port)
      var client = try RawClient(to: server)
      tree = try DiskServedTree(seenBy: &client, withACLs: DiskWriter.changesList(of:))
      #expect(tree.map { $0.nodes.count > DiskWriter.nodes } == true)
      sessions = try DiskServedSessions(servedOn: server.port)
      #expect(sessions.map { $0.ephemerals.count } == index + 1)
      #expect(sessions.map { $0.ids.count > index + 1 } == true)
      if index % 4 < 2 { server.kill() } else { server.stop() }
      if let apache = server as? ApacheServer {
        #expect(!apache.lastWords.lowercased().contains("digest"), "\(apache.lastWords)")
      }
    }
  }

  /// How a server keeps what it stores.
  enum Files: CaseIterable {
    case plain
    case compressed
    case withLogsApart
  }

  private func configuration(_ scratch: ScratchDirectory, _ files: Files) -> ServerConfiguration {
    var entries = [
      "dataDir": scratch.file("data"), "extendedTypesEnabled": "true",
      "maxSessionTimeout": "60000",
      // A few snapshots on the way, some of them written while the tree changes.
      "snapCount": "30",
    ]
    switch files {
    case .plain: break
    case .compressed: entries["snapshot.compression.method"] = "gz"
    case .withLogsApart: entries["dataLogDir"] = scratch.file("logs")
    }
    return ServerConfiguration(entries)
  }
}
