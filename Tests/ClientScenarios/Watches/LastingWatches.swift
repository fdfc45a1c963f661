import Testing
import ZooKeeper

extension ClientScenario {
  static let lastingWatches = [
    ClientScenario("a watch on a node hears all that happens to it and to its list", hearsNode),
    ClientScenario("a watch on a subtree hears all that happens beneath", hearsSubtree),
    ClientScenario("what a reply shows was in the stream before it", hearsBeforeReply),
    ClientScenario("each iterator has a watch of its own", iteratesApart),
    ClientScenario("a scope takes its watch down, and shared watches stay", endsScope),
    ClientScenario("a reader who is too slow is told of a gap", overflows),
    ClientScenario("a cancelled reader leaves, and its watch is taken down", cancelsReader),
    ClientScenario("a transaction's changes are heard in the order of its steps", hearsTransaction),
  ]
}

private func hearsNode(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.withChanges(at: "/a") { changes in
      let created = try await other.create("/a")
      let set = try await other.set("/a", to: "x")
      let child = try await other.create("/a/b")
      try await other.set("/a/b", to: "unheard")
      try await other.delete("/a/b")
      try await other.delete("/a")
      let seen = try await changes.next(5)
      #expect(
        seen.map(\.kind) == [
          .created, .dataChanged, .childrenChanged, .childrenChanged, .deleted,
        ])
      #expect(seen[0] == server.change(.created, "/a", created.czxid))
      #expect(seen[1] == server.change(.dataChanged, "/a", set.mzxid))
      #expect(seen[2] == server.change(.childrenChanged, "/a", child.czxid))
    }
  }
}

private func hearsSubtree(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/a")
    try await zk.withChanges(at: "/a", .subtree) { changes in
      try await other.create("/a/b/c", parents: .create)
      try await other.create("/ab")
      try await other.set("/a/b/c", to: "x")
      try await other.deleteTree("/a")
      let seen = try await changes.next(6)
      #expect(seen.map(\.kind) == [.created, .created, .dataChanged, .deleted, .deleted, .deleted])
      #expect(seen.map(\.path) == ["/a/b", "/a/b/c", "/a/b/c", "/a/b/c", "/a/b", "/a"])
    }
  }
}

private func hearsBeforeReply(_ server: ServerUnderTest) async throws {
  try await server.withTwoClients { zk, other in
    try await zk.create("/a", "0")
    try await zk.withChanges(at: "/a") { changes in
      var iterator = changes.makeAsyncIterator()
      var heard = 0
      for number in 1...100 {
        // By turns our own change, and one of others that a read shows.
        if number.isMultiple(of: 2) {
          try await zk.set("/a", to: "\(number)")
        } else {
          try await other.set("/a", to: "\(number)")
          while try await zk.get("/a").text != "\(number)" {}
        }
        heard += iterator.takeAll().count
        #expect(heard == number)
      }
    }
  }
}

private func iteratesApart(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let stream = zk.changes(at: "/a")
    #expect(zk.metrics.watches == 0)
    var first = stream.makeAsyncIterator()
    var second = stream.makeAsyncIterator()
    #expect(zk.metrics.watches == 2)
    try await zk.create("/a")
    #expect(try await first.next()?.kind == .created)
    #expect(try await second.next()?.kind == .created)
    try await zk.delete("/a")
    #expect(try await second.next()?.kind == .deleted)
    #expect(try await first.next()?.kind == .deleted)
  }
}

private func endsScope(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.withChanges(at: "/a") { outer in
      try await zk.withChanges(at: "/a") { inner in
        try await zk.withChanges(at: "/a", .subtree) { _ in
          let isWatched = try await server.isWatched("/a")
          #expect(isWatched)
        }
        try await zk.create("/a")
        #expect(try await inner.next(1).map(\.kind) == [.created])
      }
      try await zk.delete("/a")
      #expect(try await outer.next(2).map(\.kind) == [.created, .deleted])
    }
    try await server.waitUntilUnwatched("/a")
    #expect(zk.metrics.watches == 0)
  }
}

private func overflows(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.limits.watchEventsBufferedMax = 4
  } _: { zk in
    try await zk.create("/a")
    try await zk.withChanges(at: "/a") { changes in
      for number in 1...6 { try await zk.set("/a", to: "\(number)") }
      // The fifth made a gap of the four before it, and the sixth came behind.
      let seen = try await changes.next(2)
      #expect(seen.map(\.kind) == [.gap(.overflow), .dataChanged])
      #expect(seen[0].path == "/a")
      try await zk.delete("/a")
      #expect(try await changes.next(1).map(\.kind) == [.deleted])
    }
  }
}

private func cancelsReader(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    let (heard, pen) = AsyncStream<WatchChange>.makeStream()
    let reader = Task {
      for try await change in zk.changes(at: "/a") { pen.yield(change) }
    }
    while try await !server.isWatched("/a") {}
    try await zk.create("/a")
    let first = await heard.first { _ in true }
    #expect(first?.kind == .created)
    reader.cancel()
    try await reader.value
    try await server.waitUntilUnwatched("/a")
    #expect(zk.metrics.watches == 0)
  }
}

private func hearsTransaction(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.withChanges(at: .root, .subtree) { changes in
      let results = try await zk.transaction([
        .create("/a"), .create("/a/b"), .set("/a", to: "x"), .delete("/a/b"),
      ])
      let created = try #require(results[0].created)
      #expect(
        try await changes.next(4) == [
          server.change(.created, "/a", created.czxid),
          server.change(.created, "/a/b", created.czxid),
          server.change(.dataChanged, "/a", created.czxid),
          server.change(.deleted, "/a/b", created.czxid),
        ])
    }
  }
}
