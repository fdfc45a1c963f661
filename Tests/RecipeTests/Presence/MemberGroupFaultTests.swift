import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// The worst days of who looks at a group, and of who belongs to one.
@Suite("Groups on bad days", .timeLimit(.minutes(1)))
struct MemberGroupFaultTests {
  private let path: ZNodePath = "/workers"

  @Test(
    "whichever request of who looks meets a fault, the last change is seen",
    arguments: Strike.all(upTo: 5))
  func seesTheLast(_ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        try await other.create(path)
        try await other.create(path / "a", mode: .ephemeral)
        try await zk.sync()
        var members = zk.group(path).members.makeAsyncIterator()
        // Four requests are made until both are known; the fault meets one of them, or the next.
        await proxy.strike(strike)
        try await members.until(["a"])
        try await other.create(path / "b", mode: .ephemeral)
        try await members.until(["a", "b"])
        try await other.delete(path / "a")
        try await members.until(["b"])
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("what changed while nobody could look is seen, also what looks as before")
  func catchesUp() async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        try await other.create(path)
        for name in ["same", "again", "gone", "set"] as [ZNodeName] {
          try await other.create(path / name, "data", mode: .ephemeral)
        }
        var members = zk.group(path).members.makeAsyncIterator()
        let former = try await members.until(["same", "again", "gone", "set"])
        await proxy.refuse()
        await proxy.cut()
        try await waitWhile { zk.state.isConnected }
        try await other.delete(path / "again")
        try await other.create(path / "again", "data", mode: .ephemeral)
        try await other.delete(path / "gone")
        try await other.set(path / "set", to: "new data")
        try await other.create(path / "new", mode: .ephemeral)
        await proxy.admit()
        let latter = try await members.until(["same", "set", "again", "new"])
        #expect(latter[0] == former[0])
        #expect(latter[1].czxid == former[3].czxid && latter[1].data == "new data")
        #expect(latter[2].czxid > former[1].czxid && latter[2].data == "data")
      }
    }
  }

  @Test("who looks goes on in the next session")
  func outlivesItsSession() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        var members = zk.group(path).members.makeAsyncIterator()
        try await members.until([])
        try await server.expire(try #require(zk.session))
        try await other.group(path).membership(as: "a").running { _ in
          try await members.until(["a"])
        }
        try await members.until([])
      }
    }
  }

  @Test("whose session is lost leaves, and is back with the next one and what was said last")
  func comesBack() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        var members = other.group(path).members.makeAsyncIterator()
        try await zk.group(path).membership(as: "a", "1").running { membership in
          let former = try await members.until(["a"])
          membership.set("2")
          try await members.until { $0.map(\.data) == ["2"] }
          try await server.expire(former[0].session)
          let latter = try await members.until { $0.first?.czxid ?? .zero > former[0].czxid }
          #expect(latter.map(\.data) == ["2"] && latter[0].session == zk.session)
        }
        try await members.until([])
      }
    }
  }

  @Test("who falls silent is gone when the session is over, for all who look")
  func fallsSilent() async throws {
    try await withServedClient { server, zk in
      try await server.withClient(sessionTimeout: .milliseconds(500)) { silent in
        var first = zk.group(path).members.makeAsyncIterator()
        var second = zk.group(path).members.makeAsyncIterator()
        try await silent.group(path).membership(as: "silent").running { _ in
          let former = try await first.until(["silent"])
          var seen = try await second.until(["silent"])
          // Nothing gets through on this connection; the client takes another one, too late.
          try await server.stallConnection(of: former[0].session)
          try await server.expire(former[0].session)
          try await first.until { $0.first?.session != former[0].session }
          while seen.first?.session == former[0].session {
            seen = try #require(try await second.next())
          }
        }
        while try await !zk.group(path).current().isEmpty {}
      }
    }
  }

  @Test("who does not want to look any longer comes to the end, and leaves no watch")
  func isCancelled() async throws {
    try await withServedClient { server, zk in
      let seen = Journal<[Member]>()
      await withTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
          var members = zk.group(path).members.makeAsyncIterator()
          if let first = try? await members.next() { _ = seen.enter(first) }
          #expect(await (try? members.next()) == .some(nil))
        }
        try? await waitWhile { seen.entries.isEmpty }
        tasks.cancelAll()
      }
      #expect(seen.entries == [[]])
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("more changes than a stream holds are read anew")
  func overflows() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path)
      var members = zk.group(path).members.makeAsyncIterator()
      try await members.until([])
      let member = path / "a"
      for _ in 0..<300 {
        try await zk.create(member, mode: .ephemeral)
        try await zk.delete(member)
      }
      try await zk.create(path / "last", mode: .ephemeral)
      let next = try await members.next()
      #expect(next?.map(\.name) == ["last"])
    }
  }
}
