import Foundation
import Testing
import ZooKeeper
import ZooKeeperServer
import ZooKeeperTesting

/// Servers at IPv6 addresses, in the brackets of a connect string and with a root behind them.
@Suite(.timeLimit(.minutes(1)))
struct IPv6Tests {
  /// Every address of the machine's, as the kernel writes it.
  private static let hasLoopback =
    FileManager.default.contents(atPath: "/proc/net/if_inet6").map {
      String(decoding: $0, as: UTF8.self).contains("00000000000000000000000000000001 ")
    } ?? false

  @Test("a server is used at the IPv6 address where it listens, if the machine has one")
  func listens() async throws {
    let server: TestServer
    do throws(ServerFailure) {
      server = try await TestServer.start { $0.address = "::1" }
    } catch {
      #expect(!Self.hasLoopback, "\(error)")
      return
    }
    try await expectService(at: "[::1]:\(server.port)/app", after: 0)
    await server.stop()
  }

  @Test("where nobody listens at an IPv6 address, the next server is tried")
  func doesNotListen() async throws {
    try await withTestServer { server in
      try await expectService(at: "[::1]:\(server.port),127.0.0.1:\(server.port)/app", after: 1)
    }
  }

  /// Expects that a client works after so many attempts at the first server.
  private func expectService(at connectString: String, after failures: Int) async throws {
    let servers = try ServerList(validating: connectString)
    let attempts = LatestValue<[ServerAddress]>([])
    var configuration = ClientConfiguration(servers: servers)
    configuration.shufflesServers = false
    configuration.onEvent = { event in
      guard case .attemptFailed(let server, _) = event else { return }
      attempts.set(attempts.current + [server])
    }
    try await withZooKeeper(configuration) { zk in
      try await zk.create("/node", "x", parents: .create)
      #expect(try await zk.get("/node").text == "x")
    }
    try await withZooKeeper(try ServerList(servers.servers)) { zk throws in
      #expect(try await zk.get("/app/node").text == "x")
    }
    #expect(servers.servers[0].host == "::1")
    #expect(attempts.current == Array(repeating: servers.servers[0], count: failures))
  }
}
