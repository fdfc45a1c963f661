import Testing
import Tutorials
import ZooKeeper
import ZooKeeperTesting

/// What tutorials of other clients teach first works here as one would write it down.
@Suite struct TutorialTests {
  private func play<Result>(
    _ tutorial: (ZooKeeperClient) async throws -> Result
  ) async throws -> Result {
    try await withTestServer { server in
      try await withZooKeeper(try ServerList(validating: server.connectString), tutorial)
    }
  }

  @Test func createGetSetAndDelete() async throws {
    let (texts, rest) = try await play { zk in
      (try await createGetSetDelete(zk), try await zk.stat("/test"))
    }
    #expect(texts == ["first", "second"])
    #expect(rest == nil)
  }

  @Test func onlyOneIsTheFirst() async throws {
    let wasFirst = try await play { zk in
      [try await createExample(zk), try await createExample(zk)]
    }
    #expect(wasFirst == [true, false])
  }

  @Test func versionsCountUpdates() async throws {
    let versions = try await play(followVersions)
    #expect(versions.map(\.rawValue) == [0, 1, 2])
  }

  @Test func aWatcherSeesEverything() async throws {
    #expect(try await play(watchNode) == [.created, .dataChanged, .deleted])
  }

  @Test func membersGoWithTheirSessions() async throws {
    let group = Group("/group")
    try await withTestServer { server in
      let servers = try ServerList(validating: server.connectString)
      try await withZooKeeper(servers) { first in
        let firstName = try await group.join(first, address: "host-b:1")
        #expect(firstName == "member-0000000000")
        try await withZooKeeper(servers) { second in
          let secondName = try await group.join(second, address: "host-a:1")
          #expect(secondName == "member-0000000001")
          let both = try await group.addresses(first)
          #expect(both == ["host-b:1", "host-a:1"])
        }
        let one = try await group.addresses(first)
        #expect(one == ["host-b:1"])
      }
    }
  }
}
