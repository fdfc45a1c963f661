import Testing
import ZooKeeperModel
import ZooKeeperServer

/// What a server does with its files beside writing them: when it begins them, syncs and removes
/// them, and warns of them.
@Suite(.timeLimit(.minutes(1))) struct HousekeepingTests {
  private static let directory = "/data/version-2"
  private let disk = StallingDisk()

  @Test("a purge leaves the newest three snapshots and the logs that they need")
  func purge() async throws {
    let paths = try await withServer(on: disk, configured: { $0.snapshots.transactionsMax = 2 }) {
      try writeUntilSnapshots(6, on: $0.port)
    }
    let snapshots = numbered("snapshot.")
    let logs = numbered("log.")
    let doomed = Set(snapshots.dropLast(3))
    try await withServer(on: disk, configured: { $0.snapshots.purgeIntervalHours = 1 }) { _ in
      #expect(disk.shows(in: Self.directory) { doomed.isDisjoint(with: $0) })
    }
    #expect(Set(numbered("snapshot.")).isSuperset(of: snapshots.suffix(3)))
    // The log in which the oldest of the three begins is needed, and those behind it.
    let oldest = number(try #require(snapshots.suffix(3).first))
    let needed = try #require(logs.lastIndex { number($0) <= oldest })
    #expect(needed > 0)
    #expect(Set(numbered("log.")).isDisjoint(with: logs[..<needed]))
    #expect(Set(numbered("log.")).isSuperset(of: logs[needed...]))
    try await withServer(on: disk) { server in
      let client = try WireClient(to: server.port)
      for path in paths { #expect(try client.call(.exists(path)).error == .ok) }
    }
  }

  @Test("without a purge every snapshot stays")
  func noPurge() async throws {
    try await withServer(on: disk, configured: { $0.snapshots.transactionsMax = 2 }) { server in
      _ = try writeUntilSnapshots(6, on: server.port)
    }
    let snapshots = numbered("snapshot.")
    try await withServer(on: disk) { server in
      _ = try WireClient(to: server.port).call(.create("/last"))
    }
    #expect(Set(numbered("snapshot.")).isSuperset(of: snapshots))
  }

  @Test("a log gives way to the next one when it has its size, and to none without a limit")
  func logSize() async throws {
    for limit in [nil, 1_000] as [Int?] {
      let disk = StallingDisk()
      try await withServer(on: disk, configured: { $0.log.fileBytesMax = limit }) { server in
        let client = try WireClient(to: server.port)
        try client.call(.create("/a"))
        let data = [UInt8](repeating: 1, count: 200)
        for _ in 0..<50 { try client.call(.set("/a", data)) }
      }
      let logs = disk.list(Self.directory).filter { $0.hasPrefix("log.") }.map(number).sorted()
      // The first ends with smaller transactions. Of the others each takes as many as fit, and the
      // one that goes beyond: a set of 200 bytes takes between 200 and 300.
      let steps = zip(logs.dropFirst(), logs.dropFirst(2)).map { $1 - $0 }
      #expect(limit == nil ? logs.count == 1 : steps.count > 5)
      #expect(steps.allSatisfy { $0 == steps[0] && $0 >= 4 && $0 <= 5 })
    }
  }

  @Test("without forceSync nobody waits for the disk, which is never asked to sync the log")
  func noSync() async throws {
    disk.hold()
    defer { disk.release() }
    try await withServer(on: disk, configured: { $0.log.syncs = false }) { server in
      let clients = try [WireClient(to: server.port), WireClient(to: server.port)]
      for (client, path) in zip(clients, ["/a", "/b"]) {
        #expect(try client.call(.create(path)).error == .ok)
      }
      #expect(disk.syncCount == 0)
    }
  }

  @Test("a sync that takes longer than it may is told to the operator, others are not")
  func slowSync() async throws {
    for (milliseconds, isSlow) in [(0, true), (3_600_000, false)] {
      let lines = ServerLogLines()
      try await withServer(
        on: disk, log: lines.log, configured: { $0.log.slowSyncMilliseconds = milliseconds }
      ) { server in
        let client = try WireClient(to: server.port)
        #expect(try client.call(.exists("/a")).error == .noNode)
      }
      #expect(lines.contains("to make a batch durable: every write waits meanwhile") == isSlow)
    }
  }

  /// Creates nodes until there are so many snapshots; returns the nodes' paths.
  private func writeUntilSnapshots(_ count: Int, on port: UInt16) throws -> [String] {
    let client = try WireClient(to: port)
    var paths: [String] = []
    while numbered("snapshot.").count < count {
      paths.append("/n\(paths.count)")
      #expect(try client.call(.create(paths[paths.count - 1])).error == .ok)
    }
    return paths
  }

  /// The files of a kind, in the order of their numbers.
  private func numbered(_ prefix: String) -> [String] {
    disk.list(Self.directory).filter { $0.hasPrefix(prefix) }.sorted { number($0) < number($1) }
  }

  private func number(_ name: String) -> Int {
    name.split(separator: ".").last.flatMap { Int($0, radix: 16) } ?? -1
  }
}
