import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Ephemeral nodes that are kept", .timeLimit(.minutes(1)))
struct EphemeralNodeTests {
  private let path: ZNodePath = "/hosts/seven"

  @Test("the node is there while the body runs, and not before or after")
  func isThere() async throws {
    try await withServedClient { server, zk in
      let node = zk.ephemeral(path, "ready")
      #expect(node.presence == .absent(.notKept))
      #expect(try await zk.stat("/hosts") == nil)
      let result = try await node.whileKept { node in
        let found = try await zk.get(path)
        #expect(found.text == "ready" && found.stat.ephemeralOwner == zk.session)
        #expect(node.presence == .present(at: path, since: found.stat.czxid))
        return 7
      }
      #expect(result == 7)
      #expect(try await zk.stat(path) == nil)
      #expect(node.presence == .absent(.notKept))
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("two requests until it is there, two to write, two until it is gone")
  func countsRequests() async throws {
    try await withServedClient { server, zk in
      try await zk.create("/hosts")
      let before = zk.metrics.requestsAnswered
      try await zk.withEphemeral(path, "a") { node in
        try await waitWhile { zk.metrics.requestsAnswered - before < 2 }
        node.set("b")
        try await waitWhile { zk.metrics.requestsAnswered - before < 4 }
        #expect(zk.metrics.watches == 1)
      }
      #expect(zk.metrics.requestsAnswered - before == 6)
    }
  }

  @Test("what is set is written, and the last of it for certain")
  func writes() async throws {
    try await withServedClient { server, zk in
      try await zk.withEphemeral(path, "0") { node in
        for number in 1...100 { node.set("\(number)") }
        try await zk.waitUntil(path, holds: "100")
      }
    }
  }

  @Test("what others write stays, until something else is set")
  func letsOthersWrite() async throws {
    try await withServedClient { server, zk in
      try await zk.withEphemeral(path, "mine") { node in
        try await waitWhile { zk.metrics.watches == 0 }
        try await zk.set(path, to: "theirs")
        // It has looked what happened when its watch is up again.
        try await waitWhile { zk.metrics.watches == 0 }
        #expect(try await zk.get(path).text == "theirs")
        node.set("mine again")
        try await zk.waitUntil(path, holds: "mine again")
      }
    }
  }

  @Test("what somebody deletes is there again, with what was set last")
  func comesBack() async throws {
    try await withServedClient { server, zk in
      try await zk.withEphemeral(path, "a") { node in
        let first = try await node.untilPresent()
        node.set("b")
        try await zk.waitUntil(path, holds: "b")
        try await zk.delete(path)
        let second = try await node.untilPresent(after: first)
        let found = try await zk.get(path)
        #expect(found.text == "b" && found.stat.czxid == second)
      }
      #expect(try await zk.stat(path) == nil)
    }
  }

  @Test("a session that is lost takes it along, and the next one has it again")
  func outlivesItsSession() async throws {
    try await withServedClient { server, zk in
      try await zk.withEphemeral(path, "a") { node in
        let first = try await node.untilPresent()
        let old = try #require(zk.session)
        node.set("b")
        try await server.expire(old)
        try await node.untilPresent(after: first)
        try await zk.waitUntil(path, holds: "b")
        let owner = try await zk.stat(path)?.ephemeralOwner
        #expect(owner == zk.session && owner != old)
      }
      #expect(try await zk.stat(path) == nil)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("who comes second waits, is told who has it, and has it when that one goes")
  func waits() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        let first = try await other.create(path, "theirs", mode: .ephemeral, parents: .create)
        try await zk.ephemeral(path, "mine").running { node in
          try await node.until { $0 == .absent(.taken(by: other.session)) }
          node.set("mine by now")
          #expect(try await zk.get(path).text == "theirs")
          try await other.delete(path)
          try await node.untilPresent(after: first.czxid)
          try await zk.waitUntil(path, holds: "mine by now")
        }
        try await zk.waitUntil(path) { $0 == nil }
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test("who comes second and does not want to wait is told, and takes nothing away")
  func fails() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        try await other.create(path, "theirs", mode: .ephemeral, parents: .create)
        let error = await #expect(throws: ZooKeeperError.self) {
          try await zk.withEphemeral(path, ifTaken: .fail) { _ in Issue.record("is not there") }
        }
        #expect(error?.code == .nodeExists && error?.path == path)
        try await zk.sync()
        #expect(try await other.get(path).text == "theirs")
        #expect(zk.metrics.watches == 0)
      }
    }
  }

  @Test("a node that belongs to no session is in the way like any other")
  func waitsForPersistent() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, parents: .create)
      try await zk.ephemeral(path).running { node in
        try await node.until { $0 == .absent(.taken(by: nil)) }
        try await zk.delete(path)
        try await node.untilPresent()
      }
    }
  }

  @Test("two in one session do not take each other's away")
  func sharesASession() async throws {
    try await withServedClient { server, zk in
      try await zk.withEphemeral(path, "first") { first in
        let czxid = try await first.untilPresent()
        try await zk.ephemeral(path, "second").running { second in
          try await second.until { $0 == .absent(.taken(by: zk.session)) }
        }
        try await zk.sync()
        let found = try await zk.get(path)
        #expect(found.text == "first" && found.stat.czxid == czxid)
      }
    }
  }

  @Test("a sequential one has a name of its own, and another one when it comes back")
  func isSequential() async throws {
    try await withServedClient { server, zk in
      try await zk.withEphemeral("/queue/worker-", isSequential: true) { node in
        guard case .present(let first, let since) = node.presence else { return }
        let name = try #require(first.name)
        #expect(name.text.hasPrefix("_c_") && name.text.hasSuffix("-worker-0000000000"))
        try await zk.delete(first)
        try await node.untilPresent(after: since)
        let names = try await zk.children(of: "/queue").names
        #expect(names.count == 1 && names.first != name)
        #expect(names.first?.text.hasSuffix("-worker-0000000001") ?? false)
      }
      #expect(try await zk.children(of: "/queue").names.isEmpty)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("a body's error ends it like its end does")
  func throwsBodysError() async throws {
    struct Trouble: Error {}
    try await withServedClient { server, zk in
      await #expect(throws: Trouble.self) {
        try await zk.withEphemeral(path) { _ in throw Trouble() }
      }
      let stat = try await zk.stat(path)
      #expect(stat == nil)
    }
  }

  @Test("a client that is closed ends the body, and says why")
  func isClosed() async throws {
    try await withServedClient { server, zk in
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.withEphemeral(path) { node in
          await zk.close()
          while true { try await zk.wait(for: .seconds(60)) }
        }
      }
      #expect(error?.code == .closed)
    }
  }

  @Test("who may not create it is told, and so is who may not create what is above")
  func mayNotCreate() async throws {
    try await withServedClient { server, zk in
      let looking = AccessControl([ACL([.read, .admin], for: .anyone)])
      try await zk.create("/hosts", acl: looking)
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.ephemeral(path).run()
      }
      #expect(error?.code == .noAuth)
      let above = await #expect(throws: ZooKeeperError.self) {
        try await zk.ephemeral("/hosts/rack/seven").run()
      }
      #expect(above?.code == .noNode)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("who may not look after it is told, and leaves nothing behind")
  func mayNotLook() async throws {
    try await withServedClient { server, zk in
      let blind = AccessControl([ACL([.create, .delete], for: .anyone)])
      try await zk.create("/hosts")
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.ephemeral(path, acl: blind).run()
      }
      #expect(error?.code == .noAuth)
      #expect(try await zk.children(of: "/hosts").names.isEmpty)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("the own node of a session that is over is replaced at once, with nothing in between")
  func replacesItsGhost() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { former in
        let ghost = try await former.create(path, "old", mode: .ephemeral, parents: .create)
        let changes = try await zk.getAndWatch(path).changes
        let node = zk.ephemeral(path, "new")
        let session = try #require(former.session)
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await node.replace(ghost.czxid, of: session) }
          let czxid = try await node.untilPresent()
          // One change takes the one away and makes the other.
          let change = try await changes.first { _ in true }
          #expect(change?.kind == .deleted && change?.zxid == czxid)
          #expect(try await zk.stat(path)?.ephemeralOwner == zk.session)
          group.cancelAll()
        }
        try await zk.waitUntil(path) { $0 == nil }
      }
    }
  }
}
