import Foundation
import Testing
import ZooKeeperModel
import ZooKeeperServer

/// What a running server says of itself, in words whose form the recordings prove.
@Suite struct ServedFactsTests {
  private var disk = StallingDisk()

  /// A server with snapshots and logs apart, and one client that did so many things.
  private func answer(
    to word: String, after creations: Int = 0,
    _ body: (String, ZooKeeperServer) throws -> Void
  ) async throws {
    try await withServer(
      on: disk,
      configured: { configuration in
        configuration.fourLetterWords = .all
        configuration.storage = .directory("/data", logDirectory: "/logs")
        configuration.tickMilliseconds = 1_500
        configuration.connections.perAddressMax = 7
        configuration.connections.backlog = 9
      }
    ) { server in
      let client = try WireClient(to: server.port)
      for number in 0..<creations { try client.call(.create("/n\(number)")) }
      let socket = try WireSocket.connect(to: server.port)
      socket.send(Array(word.utf8))
      try body(String(decoding: socket.readToEnd() ?? [], as: UTF8.self), server)
    }
  }

  @Test("conf tells the settings in force, and both directories with what is in them")
  func settings() async throws {
    try await answer(to: "conf", after: 1) { answer, server in
      let data = disk.byteCount(in: "/data/version-2")
      let logs = disk.byteCount(in: "/logs/version-2")
      #expect(data > 0 && logs > 0)
      #expect(
        answer == """
          clientPort=\(server.port)
          secureClientPort=-1
          dataDir=/data/version-2
          dataDirSize=\(data)
          dataLogDir=/logs/version-2
          dataLogSize=\(logs)
          tickTime=1500
          maxClientCnxns=7
          minSessionTimeout=3000
          maxSessionTimeout=30000
          clientPortListenBacklog=9
          serverId=0

          """)
    }
  }

  @Test("dirs tells how much is in both directories")
  func directories() async throws {
    try await answer(to: "dirs", after: 1) { answer, _ in
      let data = disk.byteCount(in: "/data/version-2")
      let logs = disk.byteCount(in: "/logs/version-2")
      #expect(answer == "datadir_size: \(data)\nlogdir_size: \(logs)\n")
    }
  }

  @Test("envi tells where the server runs")
  func environment() async throws {
    try await answer(to: "envi") { answer, _ in
      let lines = answer.split(separator: "\n").map(String.init)
      #expect(lines.first == "Environment:")
      #expect(lines.contains { $0.hasPrefix("zookeeper.version=3.9") })
      #expect(lines.contains { $0.hasPrefix("host.name=") && $0.count > 10 })
      #expect(lines.contains("os.name=Linux"))
      #expect(lines.contains("user.dir=\(FileManager.default.currentDirectoryPath)"))
    }
  }

  @Test("hash tells the digest at every 128th transaction")
  func digests() async throws {
    // The session is the first of them.
    try await answer(to: "hash", after: 126) { answer, _ in #expect(answer == "") }
    let disk = StallingDisk()
    try await ServedFactsTests(disk: disk).answer(to: "hash", after: 127) { answer, _ in
      let parts = answer.split(separator: ": ")
      #expect(parts.first == "80" && parts.count == 2)
      #expect(answer.hasSuffix("\n") && Int64(parts[1].dropLast()) ?? 0 != 0)
    }
  }

  @Test("isro tells that writes are welcome")
  func writable() async throws {
    try await answer(to: "isro") { answer, _ in #expect(answer == "rw") }
  }

  @Test("stat tells who is connected, and how many nodes there are")
  func clients() async throws {
    try await answer(to: "stat", after: 2) { answer, _ in
      let lines = answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      #expect(lines[0].hasPrefix("Zookeeper version: 3.9"))
      #expect(lines[1] == "Clients:")
      let clients = lines[2...].prefix { $0.hasPrefix(" /127.0.0.1:") }
      // Whoever sends a word is one of them. The client said hello, and two things more.
      #expect(clients.count == 2)
      #expect(clients.contains { $0.hasSuffix("[1](queued=0,recved=3,sent=3)") })
      #expect(lines.contains("Connections: 2") && lines.contains("Outstanding: 0"))
      #expect(lines.contains("Zxid: 0x3") && lines.contains("Mode: standalone"))
      // Apache's server begins with five, its second name for the root among them.
      #expect(lines.contains("Node count: 7"))
    }
  }
}
