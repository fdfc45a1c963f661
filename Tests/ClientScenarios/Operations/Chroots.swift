import Testing
import ZooKeeper

extension ClientScenario {
  static let chroots = [
    ClientScenario("a view of a part of the tree has paths of its own", seesPart),
    ClientScenario("events in a view have the view's paths", hearsPart),
    ClientScenario("a root that is missing is no node, until its parents are created", findsNoRoot),
  ]
}

private func seesPart(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/app/config", "x", parents: .create)
    let app = zk.scoped(to: "/app")
    #expect(try await app.get("/config").text == "x")
    #expect(try await app.children(of: .root).names == ["config"])
    let node = try await app.create("/n-", mode: .ephemeralSequential)
    #expect(node.path == "/n-0000000001")
    #expect(try await app.ephemerals() == ["/n-0000000001"])
    #expect(try await zk.ephemerals() == ["/app/n-0000000001"])
    #expect(try await app.scoped(to: "/config").get(.root).text == "x")
    let error = await expectFailure(.noNode) { try await app.get("/none") }
    #expect(error?.path == "/none")
    var walked: [ZNodePath] = []
    for try await element in app.walk() { walked.append(element.path) }
    #expect(walked == ["/", "/config", "/n-0000000001"])
    #expect(app.session == zk.session)
    let results = try await app.transaction([.create("/t"), .delete("/config")])
    #expect(results[0].created?.path == "/t")
  }
}

private func hearsPart(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/app")
    let app = zk.scoped(to: "/app")
    try await app.withChanges(at: .root, .subtree) { changes in
      let data = try await app.getAndWatch(.root)
      let absent = try await app.statAndWatch("/a")
      try await zk.create("/app/a")
      try await zk.set("/app", to: "x")
      try await zk.create("/application")
      try await zk.delete("/app/a")
      #expect(try await absent.changes.untilEnd().map(\.path) == ["/a"])
      #expect(try await data.changes.untilEnd().map(\.path) == ["/"])
      let seen = try await changes.next(3)
      #expect(seen.map(\.path) == ["/a", "/", "/a"])
      #expect(seen.map(\.kind) == [.created, .dataChanged, .deleted])
    }
  }
}

private func findsNoRoot(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let view = zk.scoped(to: "/not/there")
    #expect(try await view.stat(.root) == nil)
    await expectFailure(.noNode) { try await view.children(of: .root) }
    await expectFailure(.noNode) { try await view.create("/a") }
    try await view.create("/a/b", "x", parents: .create)
    #expect(try await zk.get("/not/there/a/b").text == "x")
    #expect(try await view.deleteTree("/a") == 2)
    #expect(try await view.children(of: .root).names.isEmpty)
  }
}
