import Foundation
import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

extension EnsembleTests {
  @Test(
    "a client whose servers have lost their history says so, and goes on with what they have",
    .timeLimit(.minutes(1)))
  func serversBehind() async throws {
    var data = ""
    try await withApacheServer(.debian, { data = $0.entries["dataDir"] ?? "" }) { server in
      let chronicle = ClientChronicle()
      var configuration = try ClientConfiguration(members: [server], sessionTimeout: .seconds(4))
      configuration.onEvent = { chronicle.append($0) }
      try await withZooKeeper(configuration) { zk in
        for step in 1...20 { try await zk.createOrSet("/history", "\(step)") }
        let before = try #require(try await zk.stat("/history"))
        try await zk.withChanges(at: "/history") { changes in
          await server.stop()
          try FileManager.default.removeItem(atPath: "\(data)/version-2")
          try await server.start()
          try await server.waitUntilServing()

          var iterator = changes.makeAsyncIterator()
          while let change = try await iterator.next(), change.gap != .historyReplaced {}
          #expect(try await zk.stat("/history") == nil)
          #expect(zk.metrics.renewals >= 1)
          let lastSeen = chronicle.all.compactMap(\.lastSeenBeforeServersFellBehind)
          #expect(lastSeen.count == 1 && lastSeen.allSatisfy { $0 >= before.mzxid })
          try await zk.create("/history", "anew")
          while let change = try await iterator.next(), change.kind != .created {}
          #expect(try await zk.get("/history").stat.mzxid < before.mzxid)
        }
      }
    }
  }
}

extension ClientEvent {
  fileprivate var lastSeenBeforeServersFellBehind: Zxid? {
    if case .serversBehind(let zxid) = self { zxid } else { nil }
  }
}
