import PeerSupport
import Synchronization
import Testing
import ZooKeeper

/// Servers of years ago lack operations that a client of today has. Each lack is one clear error,
/// or is made up for; never a loop of connections that the server ends.
@Suite(
  .enabled(
    if: Peers.areRequired && !OldServer.references.isEmpty,
    "old servers take part in `make peers-old`"),
  .serialized)
struct OldServerTests {
  @Test("What all releases have works on an old one", arguments: OldServer.references)
  func commonOperations(_ reference: ApacheReference) async throws {
    try await OldServer.run(reference) { zk, events in
      let created = try await zk.create("/node", "one")
      #expect(created.path == "/node")
      let sequential = try await zk.create("/node/s-", mode: .ephemeralSequential)
      #expect(sequential.path == "/node/s-0000000000")
      #expect(try await zk.get("/node").text == "one")
      #expect(try await zk.stat(sequential.path)?.czxid == sequential.czxid)
      #expect(try await zk.children(of: "/node").names == ["s-0000000000"])
      let results = try await zk.transaction([
        .check("/node"), .create("/node/t", "x"), .set("/node", to: "two"), .delete("/node/t"),
      ])
      #expect(results.count == 4)
      #expect(try await zk.update("/node") { _ in "three" } != nil)
      try await zk.create("/a/b/c", parents: .create)
      #expect(try await zk.deleteTree("/a") == 3)
      // 3.4 does not know how to create and tell the stat: one connection is the price of finding
      // out, and no second one.
      #expect(events.lostConnections <= (reference.name == "3.4" ? 1 : 0))
    }
  }

  @Test("One-shot watches of an old server fire, and are let go", arguments: OldServer.references)
  func watches(_ reference: ApacheReference) async throws {
    try await OldServer.run(reference) { zk, events in
      try await zk.create("/watched", "one")
      let watched = try await zk.getAndWatch("/watched")
      try await zk.set("/watched", to: "two")
      var changes: [WatchChange] = []
      for try await change in watched.changes { changes.append(change) }
      // Servers before 3.9 do not say which change it was.
      #expect(changes == [WatchChange(.dataChanged, at: "/watched")])
      let before = events.lostConnections
      for _ in 0..<5 {
        _ = try await zk.childrenAndWatch(of: "/watched")
        try await zk.sync()
      }
      _ = try await zk.get("/watched")
      // 3.4 does not know how to remove a watch, and is asked once.
      #expect(events.lostConnections - before <= (reference.name == "3.4" ? 1 : 0))
    }
  }

  @Test(
    "Listeners share the one watch of a node that an old server keeps",
    arguments: OldServer.references.filter { $0.name != "3.4" })
  func sharedWatch(_ reference: ApacheReference) async throws {
    try await OldServer.run(reference) { zk, _ in
      try await zk.create("/node")
      try await zk.withChanges(at: "/node", .subtree) { subtree in
        try await zk.withChanges(at: "/node") { node in
          _ = try await zk.getAndWatch("/node")
          try await zk.create("/node/child")
          try await zk.set("/node", to: "x")
          try await zk.delete("/node/child")
          var heard = node.makeAsyncIterator()
          #expect(
            heard.takeAll().map(\.kind) == [.childrenChanged, .dataChanged, .childrenChanged])
          heard = subtree.makeAsyncIterator()
          #expect(heard.takeAll().map(\.kind) == [.created, .dataChanged, .deleted])
        }
      }
    }
  }

  @Test("What an old server lacks is a clear error", arguments: OldServer.references)
  func lacks(_ reference: ApacheReference) async throws {
    try await OldServer.run(reference) { zk, _ in
      try await zk.create("/here")
      let identities = try await code { _ = try await zk.whoAmI() }
      #expect(identities == .unimplemented)
      let isOldest = reference.name == "3.4"
      let persistent = try await code {
        try await zk.withChanges(at: "/here") { _ in }
      }
      #expect(persistent == (isOldest ? .unimplemented : nil))
      let container = try await code { _ = try await zk.create("/container", mode: .container) }
      #expect(container == (isOldest ? .unimplemented : nil))
      let several = try await code { _ = try await zk.multiRead([.get("/here")]) }
      #expect(several == (isOldest ? .unimplemented : nil))
      let count = try await code { _ = try await zk.countDescendants(of: "/here") }
      #expect(count == (isOldest ? .unimplemented : nil))
      // And the client goes on.
      try await zk.set("/here", to: "still")
      #expect(try await zk.get("/here").text == "still")
    }
  }

  private func code(
    _ body: () async throws -> Void
  ) async throws -> ZooKeeperError.Code? {
    do {
      try await body()
      return nil
    } catch let error as ZooKeeperError {
      #expect(error.outcome == .notApplied)
      return error.code
    }
  }
}

enum OldServer {
  static let references = (try? ApacheReference.old()) ?? []

  static func run(
    _ reference: ApacheReference,
    _ body: (ZooKeeperClient, ConnectionLosses) async throws -> Void
  ) async throws {
    let server = try ApacheServer(reference)
    let losses = ConnectionLosses()
    var configuration = ClientConfiguration(
      servers: try ServerList(validating: "127.0.0.1:\(server.port)"))
    configuration.onEvent = { losses.note($0) }
    try await withZooKeeper(configuration) { zk in try await body(zk, losses) }
    server.stop()
  }
}

/// Counts how often a connection was lost that was not given up.
final class ConnectionLosses: Sendable {
  private let count = Mutex(0)

  var lostConnections: Int { count.withLock { $0 } }

  func note(_ event: ClientEvent) {
    if case .connectionLost(_, let cause, _, _) = event, cause != .closedHere {
      count.withLock { $0 += 1 }
    }
  }
}
