import Foundation
import PeerSupport
import Testing
import ZooKeeperTesting

/// The ensemble that tests are given: four real servers, and what a test may do to them.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct ApacheEnsembleTests {
  @Test("three vote, one observes, and when the leader is killed another one leads")
  func leaderIsKilled() async throws {
    try await withApacheEnsemble { ensemble in
      let first = try await ensemble.waitForLeader()
      #expect(await ensemble.members(as: .follower).count == 2)
      #expect(await ensemble.members(as: .observer).map(\.id) == [4])
      await first.kill()
      #expect(await first.role() == nil)
      let second = try await ensemble.waitForLeader()
      #expect(second.id != first.id)
      try await first.start()
      try await ensemble.waitUntilServing()
      #expect(await first.role() == .follower)
      #expect(await ensemble.members(as: .observer).map(\.id) == [4])
    }
  }

  @Test("a leader that stands still is replaced, and follows when it goes on")
  func leaderIsPaused() async throws {
    try await withApacheEnsemble(observers: 0) { ensemble in
      let first = try await ensemble.waitForLeader()
      await first.pause()
      #expect(first.isRunning)
      let second = try await ensemble.waitForLeader()
      #expect(second.id != first.id)
      first.resume()
      try await ensemble.waitUntilServing()
      #expect(await first.role() == .follower)
    }
  }

  @Test("a leader is none while no majority is with it, though it may say so for some time")
  func leaderIsAlone() async throws {
    try await withApacheEnsemble(observers: 0) { ensemble in
      let followers = await ensemble.members(as: .follower)
      #expect(followers.count == 2)
      for follower in followers { await follower.pause() }
      await #expect(throws: TestingFailure.self) {
        try await ensemble.waitForLeader(atMost: .milliseconds(200))
      }
      for follower in followers { follower.resume() }
      _ = try await ensemble.waitForLeader()
    }
  }

  @Test("a member that has lost the others answers readers, where its settings allow it")
  func readOnly() async throws {
    try await withApacheEnsemble(observers: 0) { settings in
      settings.properties["readonlymode.enabled"] = "true"
    } _: { ensemble in
      let alone = ensemble.members[2]
      for member in ensemble.members.dropLast() { await member.stop() }
      try await alone.waitUntilServing(as: .readOnly)
      #expect(await alone.answer(to: "isro") == "ro")
    }
  }

  @Test("where settings allow it, the members are listed in the tree by their specifications")
  func dynamicConfiguration() async throws {
    try await withApacheEnsemble(observers: 0) { settings in
      settings.entries["reconfigEnabled"] = "true"
      settings.entries["standaloneEnabled"] = "false"
      settings.entries["skipACL"] = "yes"
    } _: { ensemble in
      // Without its leader an ensemble would elect a new one, and hang up on everybody.
      let leader = try await ensemble.waitForLeader()
      let leaving = try #require(await ensemble.members(as: .follower).first)
      let script = """
        import sys
        from kazoo.client import KazooClient
        client = KazooClient(sys.argv[1])
        client.start()
        print(client.get("/zookeeper/config")[0].decode())
        print(client.reconfig(None, sys.argv[2], None)[0].decode())
        client.stop()
        """
      let said = try PeerProcess.run([
        Peers.pythonWithKazoo(), "-c", script, leader.connectString, "\(leaving.id)",
      ])
      let lines = said.split(separator: "\n").map(String.init)
      for member in ensemble.members {
        let times = member.id == leaving.id ? 1 : 2
        #expect(lines.count { $0 == member.specification } == times)
      }
    }
  }

  @Test("a server of any release on this machine runs alone")
  func standalone() async throws {
    for reference in try ApacheReference.old() + Peers.references() {
      try await withApacheServer(ApacheRelease(classPath: reference.classPath)) { server in
        #expect(await server.role() == .standalone)
        let greeting = "Zookeeper version: \(reference.name)."
        #expect(await server.answer(to: "srvr")?.hasPrefix(greeting) == true)
        await server.stop()
        #expect(!server.isRunning)
        try await server.start()
        try await server.waitUntilServing()
      }
    }
  }

  @Test("a server that cannot start says why")
  func failure() async throws {
    let failure = await #expect(throws: TestingFailure.self) {
      try await ApacheEnsemble.start(voters: 1, observers: 0) { $0.entries["tickTime"] = "quick" }
    }
    let text = try #require(failure).description
    #expect(text.contains("server 1 ended with 2") && text.contains("quick"))
  }

  @Test("a body that fails leaves neither a process nor a file behind")
  func failingBody() async throws {
    var folder = ""
    var server: ApacheMember?
    await #expect(throws: CancellationError.self) {
      try await withApacheServer(.debian, { folder = $0.dataDirectory }) {
        server = $0
        #expect(FileManager.default.fileExists(atPath: folder))
        throw CancellationError()
      }
    }
    #expect(server?.isRunning == false)
    server = nil
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("a test that is cancelled does not wait for the servers to start")
  func cancellation() async throws {
    await withThrowingTaskGroup { group in
      group.addTask { try await withApacheEnsemble { _ in } }
      group.cancelAll()
      await #expect(throws: CancellationError.self) { try await group.next() }
    }
  }

  @Test("a test that crashes takes its servers with it")
  func crash() async throws {
    let result = try await #require(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      var folder = ""
      try await withApacheServer(.debian, { folder = $0.dataDirectory }) { server in
        let news = "\n\(server.port) \(folder)\n"
        FileHandle.standardOutput.write(Data(news.utf8))
        kill(getpid(), SIGKILL)
      }
    }
    let said = String(decoding: result.standardOutputContent, as: UTF8.self)
    let line = try #require(said.split(separator: "\n").first { $0.hasSuffix("/data") })
    let words = line.split(separator: " ")
    let port = try #require(words.first.flatMap { Int($0) })
    let folder = try #require(words.last)
    // Nobody was left who could have removed it.
    try FileManager.default.removeItem(atPath: String(folder.dropLast("/data".count)))
    #expect(poll(atMost: .seconds(20)) { (try? LoopbackSocket.connect(to: port)) == nil })
  }
}

extension ApacheSettings {
  fileprivate var dataDirectory: String { entries["dataDir"] ?? "" }
}
