import Testing
import ZooKeeperModel
import ZooKeeperServer

/// What becomes of a snapshot while the log is not on disk that it may hold something of.
@Suite(.timeLimit(.minutes(1))) struct SlowSnapshotTests {
  private static let directory = "/data/version-2"
  private let disk = StallingDisk()

  @Test("a snapshot is not found before the log is on disk up to the last that it may hold")
  func publishing() async throws {
    defer { disk.release() }
    // The first is written when a server starts on nothing, the next after 20 to 39 transactions:
    // three sessions and a node are too few.
    try await withServer(on: disk, configured: { $0.snapshots.transactionsMax = 40 }) { server in
      let writers = try [WireClient(to: server.port), WireClient(to: server.port)]
      let witness = try WireClient(to: server.port)
      try writers[0].call(.create("/a"))
      #expect(snapshots(disk.list(Self.directory)) == ["snapshot.0"])

      disk.hold()
      let sets = (0..<20).map { _ in writers.map { $0.send(.set("/a")) } }
      #expect(disk.holdsSync())
      // Each of these answers is a turn of the server's loop or more. Two of them write this
      // snapshot; the others leave plenty of time to publish it too early.
      for _ in 0..<500 { try witness.call(.exists("/zookeeper")) }
      let names = disk.list(Self.directory)
      #expect(names.count { $0.hasPrefix("unfinished.snapshot.") } == 1)
      #expect(snapshots(names) == ["snapshot.0"])
      #expect(!writers.contains { $0.socket.hasNews })

      disk.release()
      for pair in sets {
        for (writer, xid) in zip(writers, pair) { try writer.answer(to: xid) }
      }
      #expect(disk.shows(in: Self.directory) { snapshots($0).count == 2 })
    }
  }

  private func snapshots(_ names: [String]) -> [String] {
    names.filter { $0.hasPrefix("snapshot.") }.sorted()
  }
}
