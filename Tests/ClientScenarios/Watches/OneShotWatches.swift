import Testing
import ZooKeeper

extension ClientScenario {
  static let oneShotWatches = [
    ClientScenario("a read that leaves a watch hears of one change", hearsOnce),
    ClientScenario("a node that is not there can be watched", hearsOfCreation),
    ClientScenario("a list of children can be watched", hearsOfChildren),
    ClientScenario("a watch that fails leaves nothing behind", leavesNothing),
    ClientScenario("many can watch the same, and each of them hears", sharesWatch),
    ClientScenario("a stream that nobody holds takes its watch down", takesDownOneShots),
  ]
}

private func hearsOnce(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/a", "0")
    let set = try await zk.getAndWatch("/a")
    #expect(set.value.text == "0")
    let stat = try await other.set("/a", to: "1")
    try await other.set("/a", to: "2")
    let expected = server.change(.dataChanged, "/a", stat.mzxid)
    #expect(try await set.changes.untilEnd() == [expected])
    let deleted = try await zk.getAndWatch("/a")
    try await other.delete("/a")
    #expect(try await deleted.changes.untilEnd().map(\.kind) == [.deleted])
    #expect(try await !server.isWatched("/a"))
  }
}

private func hearsOfCreation(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    let absent = try await zk.statAndWatch("/a")
    #expect(absent.value == nil)
    let created = try await other.create("/a")
    let expected = server.change(.created, "/a", created.czxid)
    #expect(try await absent.changes.untilEnd() == [expected])
    let present = try await zk.statAndWatch("/a")
    #expect(present.value == created.stat)
    try await other.set("/a", to: "x")
    #expect(try await present.changes.untilEnd().map(\.kind) == [.dataChanged])
    let last = try await zk.statAndWatch("/a")
    try await other.delete("/a")
    #expect(try await last.changes.untilEnd().map(\.kind) == [.deleted])
  }
}

private func hearsOfChildren(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/a")
    let empty = try await zk.childrenAndWatch(of: "/a")
    #expect(empty.value.names.isEmpty)
    // Data is no child, and neither is a grandchild.
    try await other.set("/a", to: "x")
    let created = try await other.create("/a/b")
    let expected = server.change(.childrenChanged, "/a", created.czxid)
    #expect(try await empty.changes.untilEnd() == [expected])
    let one = try await zk.childrenAndWatch(of: "/a")
    #expect(one.value.names == ["b"])
    try await other.create("/a/b/c")
    try await other.deleteTree("/a/b")
    #expect(try await one.changes.untilEnd().map(\.kind) == [.childrenChanged])
    let last = try await zk.childrenAndWatch(of: "/a")
    try await other.delete("/a")
    #expect(try await last.changes.untilEnd().map(\.kind) == [.deleted])
  }
}

private func leavesNothing(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    await expectFailure(.noNode) { try await zk.getAndWatch("/none") }
    await expectFailure(.noNode) { try await zk.childrenAndWatch(of: "/none") }
    #expect(zk.metrics.watches == 0)
    let isWatched = try await server.isWatched("/none")
    #expect(!isWatched)
  }
}

private func sharesWatch(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a")
    let first = try await zk.getAndWatch("/a")
    let second = try await zk.getAndWatch("/a")
    let third = try await zk.statAndWatch("/a")
    #expect(zk.metrics.watches == 3)
    // The server knows of one watch, whoever listens.
    #expect(try await server.answer(to: .wchs).contains("1 connections watching 1 paths"))
    try await zk.set("/a", to: "x")
    for changes in [first.changes, second.changes, third.changes] {
      #expect(try await changes.untilEnd().map(\.kind) == [.dataChanged])
    }
    #expect(zk.metrics.watches == 0)
  }
}

private func takesDownOneShots(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a")
    var first: WatchStream? = try await zk.getAndWatch("/a").changes
    var second: WatchStream? = try await zk.statAndWatch("/a").changes
    var children: WatchStream? = try await zk.childrenAndWatch(of: "/a").changes
    first = nil
    // Requests are sent in order: what was taken down before this is down when it returns.
    try await zk.sync()
    #expect(try await server.isWatched("/a"))
    #expect(first == nil && second != nil && children != nil)
    second = nil
    children = nil
    try await zk.sync()
    #expect(try await !server.isWatched("/a"))
    #expect(try await server.answer(to: .wchs).contains("Total watches:0"))
    #expect(zk.metrics.watches == 0)
  }
}
