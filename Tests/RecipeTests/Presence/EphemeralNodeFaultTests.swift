import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

/// The worst days of a node that is kept: answers, connections and sessions that are lost at every
/// step.
@Suite("Ephemeral nodes on bad days", .timeLimit(.minutes(1)))
struct EphemeralNodeFaultTests {
  private let path: ZNodePath = "/hosts/seven"

  @Test(
    "whichever request meets a fault, the node is there while it is kept, and then gone",
    arguments: Strike.all(upTo: 6))
  func survives(_ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create("/hosts")
      try await server.withClient { witness in
        await proxy.strike(strike)
        // Six requests in all; the fault meets one of them.
        try await zk.withEphemeral(path, "a") { node in
          #expect(try await witness.stat(path)?.ephemeralOwner == zk.session)
          node.set("b")
          try await witness.waitUntil(path, holds: "b")
        }
        try await witness.waitUntil(path) { $0 == nil }
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test("whichever request is met by silence, the next connection goes on", arguments: 0..<6)
  func survivesSilence(_ requests: Int) async throws {
    try await withProxiedClient(sessionTimeout: .seconds(1)) { server, proxy, zk in
      try await server.withClient { witness in
        try await witness.create("/hosts")
        try await zk.untilConnected()
        await proxy.strike(.stall, after: requests)
        try await zk.withEphemeral(path, "a") { node in
          node.set("b")
          try await witness.waitUntil(path, holds: "b")
        }
        try await witness.waitUntil(path) { $0 == nil }
      }
    }
  }

  @Test("who is cancelled before any server was there ends at once")
  func isCancelledEarly() async throws {
    try await withProxiedClient { server, proxy, zk in
      await proxy.refuse()
      await proxy.cut()
      try await waitWhile { zk.state.isConnected }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          let error = await #expect(throws: CancellationError.self) {
            try await zk.withEphemeral(path) { _ in Issue.record("is not there") }
          }
          #expect(error != nil)
        }
        try await waitWhile { zk.metrics.requestsQueued == 0 }
        group.cancelAll()
        try await group.waitForAll()
      }
      await proxy.admit()
      #expect(try await zk.stat("/hosts") == nil)
    }
  }

  @Test(
    "whichever request of a sequential one meets a fault, there is one",
    arguments: Strike.all(upTo: 4))
  func survivesInSequence(_ strike: Strike) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create("/hosts")
      try await server.withClient { witness in
        await proxy.strike(strike)
        try await zk.withEphemeral(path, isSequential: true) { node in
          let names = try await witness.children(of: "/hosts").names
          #expect(names.count == 1)
        }
        while try await !witness.children(of: "/hosts").names.isEmpty {}
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test(
    "whenever the session is lost, the next one has the node", arguments: 0..<4, [true, false])
  func outlivesItsSession(_ requests: Int, _ isSequential: Bool) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create("/hosts")
      let old = try #require(zk.session)
      await proxy.strike(.cutBeforeReply, after: requests)
      await proxy.refuse()
      try await server.withClient { witness in
        async let keeping: Void = zk.withEphemeral(path, "a", isSequential: isSequential) { node in
          node.set("b")
          try await waitWhile { zk.session == old || zk.session == nil }
          while true {
            try await node.untilPresent()
            let found = try? await witness.get(node.presence.path ?? .root)
            if found?.text == "b", found?.stat.ephemeralOwner == zk.session { break }
          }
          #expect(try await witness.children(of: "/hosts").names.count == 1)
        }
        try await waitWhile { zk.state.isConnected }
        try await server.expire(old)
        await proxy.admit()
        try await keeping
        while try await !witness.children(of: "/hosts").names.isEmpty {}
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test(
    "whenever the task is cancelled, it ends, and no node is left", arguments: 0..<4,
    [true, false])
  func isCancelled(_ requests: Int, _ isSequential: Bool) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await zk.create("/hosts")
      let node = zk.ephemeral(path, "a", isSequential: isSequential)
      await proxy.strike(.stall, after: requests)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await node.run() }
        if requests > 1 {
          try await node.untilPresent()
          node.set("b")
        }
        try await waitWhile { zk.metrics.requestsInFlight == 0 }
        group.cancelAll()
        // Without an answer, because there is none.
        try await group.waitForAll()
      }
      await proxy.cut()
      while try await !zk.children(of: "/hosts").names.isEmpty {}
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("who is cancelled without a connection ends at once, and the node goes with the next one")
  func isCancelledAway() async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { witness in
        try await withThrowingTaskGroup(of: Void.self) { group in
          let node = zk.ephemeral(path)
          group.addTask { try await node.run() }
          try await node.untilPresent()
          await proxy.refuse()
          await proxy.cut()
          try await waitWhile { zk.state.isConnected }
          group.cancelAll()
          try await group.waitForAll()
        }
        #expect(try await witness.stat(path) != nil)
        await proxy.admit()
        try await witness.waitUntil(path) { $0 == nil }
        #expect(try await zk.stat(path) == nil)
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test("what is set without a connection is written with the next one")
  func writesLater() async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { witness in
        try await zk.withEphemeral(path, "a") { node in
          await proxy.refuse()
          await proxy.cut()
          try await waitWhile { zk.state.isConnected }
          node.set("b")
          node.set("c")
          #expect(try await witness.get(path).text == "a")
          await proxy.admit()
          try await witness.waitUntil(path, holds: "c")
        }
      }
    }
  }

  @Test(
    "somebody's node that took the place meanwhile is let be, and waited for",
    arguments: [true, false])
  func losesItsPlace(_ isCancelledAway: Bool) async throws {
    try await withProxiedClient { server, proxy, zk in
      try await server.withClient { other in
        let node = zk.ephemeral(path, "mine")
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await node.run() }
          try await node.untilPresent()
          await proxy.refuse()
          await proxy.cut()
          try await waitWhile { zk.state.isConnected }
          try await other.delete(path)
          try await other.create(path, "theirs", mode: .ephemeral)
          if isCancelledAway { group.cancelAll() } else { node.set("still mine") }
          await proxy.admit()
          if !isCancelledAway {
            try await node.until { $0 == .absent(.taken(by: other.session)) }
            group.cancelAll()
          }
          try await group.waitForAll()
        }
        // What was promised is asked for before this.
        try await zk.sync()
        #expect(try await other.get(path).text == "theirs")
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test("nodes above that vanish are created again")
  func outlivesItsParent() async throws {
    try await withProxiedClient { server, _, zk in
      try await server.withClient { admin in
        try await zk.withEphemeral(path) { node in
          var czxid = try await node.untilPresent()
          for _ in 0..<5 {
            // Both at once, so that the node is not there again in between.
            try await admin.transaction([.delete(path), .delete("/hosts")])
            czxid = try await node.untilPresent(after: czxid)
          }
        }
      }
    }
  }

  @Test("a crash is seen by others when the session ends, and the program is back after it")
  func isCutOff() async throws {
    try await withServedClient(sessionTimeout: .seconds(4)) { server, zk in
      try await server.withClient { witness in
        try await zk.withEphemeral(path) { node in
          let czxid = try await node.untilPresent()
          let session = try #require(zk.session)
          let watched = try await witness.statAndWatch(path)
          // The client notices, but comes too late.
          try await server.stallConnection(of: session)
          try await server.expire(session)
          for try await change in watched.changes { #expect(change.kind == .deleted) }
          try await node.untilPresent(after: czxid)
          #expect(try await witness.stat(path)?.ephemeralOwner == zk.session)
        }
      }
    }
  }
}
