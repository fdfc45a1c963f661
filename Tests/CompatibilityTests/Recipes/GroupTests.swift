import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperRecipes

/// Groups to which members with other libraries belong.
@Suite(
  .enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized,
  .timeLimit(.minutes(2)))
struct GroupTests {
  @Test(
    "kazoo's parties see ours, and we see theirs",
    arguments: ClientProgramSubject.chosen,
    [(GroupLayout.kazooParty, "party"), (.kazooShallowParty, "shallow")])
  func kazoo(_ subject: ClientProgramSubject, _ kind: (GroupLayout, String)) async throws {
    let server = try subject.startServer()
    let address = "127.0.0.1:\(server.port)"
    let kazoo = try ObedientPeer([
      try Peers.pythonWithKazoo(), ClientProgram.folder + "kazoo_party.py", address,
    ])
    try await withZooKeeper(try ServerList(validating: address)) { zk in
      let party = zk.group("/party", layout: kind.0)
      var members = party.members.makeAsyncIterator()
      try await kazoo.obey("join \(kind.1) /party bob")
      let bob = try await members.until(["bob"])
      #expect(bob.map(\.data) == [.empty] && bob[0].session != zk.session)
      try await party.withMembership(as: "ann") { _ in
        try await kazoo.obey("await \(kind.1) /party ann bob")
      }
      try await kazoo.obey("await \(kind.1) /party bob")
      try await kazoo.obey("leave \(kind.1) /party bob")
      #expect(try await party.current().isEmpty)
      try await kazoo.obey("join \(kind.1) /party eve")
      try await members.until(["eve"])
      try await kazoo.end()
      try await members.until([])
    }
    server.stop()
  }

  @Test("Curator's members see ours, and we see theirs", arguments: ClientProgramSubject.chosen)
  func curator(_ subject: ClientProgramSubject) async throws {
    let server = try subject.startServer()
    let address = "127.0.0.1:\(server.port)"
    let build = try CuratorBuild()
    let curator = try ObedientPeer(
      try build.java("CuratorGroup") + [address, "/group", "theirs", "1"])
    try await withZooKeeper(try ServerList(validating: address)) { zk in
      let group = zk.group("/group")
      var members = group.members.makeAsyncIterator()
      try await members.until { $0.map(\.data) == ["1"] && $0.map(\.name) == ["theirs"] }
      try await group.withMembership(as: "ours", "a") { membership in
        try await curator.obey("await ours=a theirs=1")
        membership.set("b")
        try await curator.obey("await ours=b theirs=1")
        try await zk.delete("/group/ours")
        try await curator.obey("set 2")
        try await curator.obey("await ours=b theirs=2")
      }
      try await curator.obey("await theirs=2")
      try await members.until { $0.map(\.data) == ["2"] }
      try await curator.end()
      try await members.until([])
    }
    server.stop()
  }
}

extension Members.Iterator {
  /// Looks on until the members are as asked for.
  @discardableResult
  fileprivate mutating func until(_ areThey: ([Member]) -> Bool) async throws -> [Member] {
    while let members = try await next() {
      if areThey(members) { return members }
    }
    return try #require(nil, "waited in vain")
  }

  @discardableResult
  fileprivate mutating func until(_ names: [String]) async throws -> [Member] {
    try await until { $0.map(\.name) == names }
  }
}
