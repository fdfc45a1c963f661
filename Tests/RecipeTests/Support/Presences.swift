import Testing
import ZooKeeper
import ZooKeeperRecipes

extension EphemeralNode {
  /// Waits until the node is there or not, as asked for. Whoever is out of time does not wait on.
  func until(_ isIt: (Presence) -> Bool) async throws {
    for await presence in presences where isIt(presence) { return }
    try #require(!Task.isCancelled, "waited in vain; it is \(presence)")
  }

  /// Waits until another node is there than the one of a change. Returns its change.
  @discardableResult
  func untilPresent(after former: Zxid = .zero) async throws -> Zxid {
    var latest = Zxid.zero
    try await until { presence in
      guard case .present(_, let czxid) = presence else { return false }
      latest = czxid
      return czxid > former
    }
    return latest
  }
}

extension EphemeralNode {
  /// Keeps it while `body` runs, here and not in a task of its own.
  func running(_ body: (EphemeralNode) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await run() }
      try await body(self)
      group.cancelAll()
      try await group.waitForAll()
    }
  }
}

extension Presence {
  /// Where the node is.
  var path: ZNodePath? {
    if case .present(let path, _) = self { path } else { nil }
  }
}

extension ZooKeeperClient {
  /// Looks until a node is there or not, as asked for.
  func waitUntil(_ path: ZNodePath, _ isIt: (Stat?) -> Bool) async throws {
    while try await !isIt(stat(path)) { try Task.checkCancellation() }
  }

  /// Looks until a node is there that holds something.
  func waitUntil(_ path: ZNodePath, holds data: Payload) async throws {
    while (try? await get(path))?.data != data { try Task.checkCancellation() }
  }
}
