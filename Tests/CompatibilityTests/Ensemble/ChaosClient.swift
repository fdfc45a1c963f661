import Testing
import ZooKeeper

/// A client that carries its part of a load and follows what all of them do, in every way there is.
struct ChaosClient {
  let number: Int
  let load: Load

  init(number: Int, _ load: Load) {
    self.number = number
    self.load = load
  }

  /// Returns when the load is over, and everybody who follows has seen what it came to.
  func run(_ configuration: ClientConfiguration) async throws {
    try await withZooKeeper(configuration) { zk in
      try await withThrowingTaskGroup { group in
        group.addTask { await load.carry(number, with: zk) }
        group.addTask { try await followValue(zk) }
        group.addTask { try await followChildren(zk) }
        group.addTask { try await followOneByOne(zk) }
        try await group.waitForAll()
      }
      // Answers come in order: behind these, nothing is on its way that anybody has asked for.
      // A server that does not know a kind of watch is asked twice to remove it.
      for _ in 0..<2 { try await zk.sync() }
      let metrics = zk.metrics
      #expect(metrics.requestsInFlight == 0 && metrics.requestsQueued == 0)
      #expect(metrics.watches == 0)
    }
  }

  private func followValue(_ zk: ZooKeeperClient) async throws {
    for try await node in zk.values(of: load.counter) where node?.text == Load.lastWord { return }
    Issue.record("the values have ended")
  }

  private func followChildren(_ zk: ZooKeeperClient) async throws {
    for try await children in zk.childrenValues(of: load.list) {
      if children?.names.contains(Load.lastName) == true { return }
    }
    Issue.record("the lists of children have ended")
  }

  /// With watches that see one change each.
  private func followOneByOne(_ zk: ZooKeeperClient) async throws {
    var isOver = false
    while !isOver {
      do {
        isOver = try await waitForOneChange(zk)
      } catch let error as ZooKeeperError {
        guard Load.excuses.contains(error.code) else { throw error }
      }
    }
  }

  private func waitForOneChange(_ zk: ZooKeeperClient) async throws -> Bool {
    let watched = try await zk.getAndWatch(load.counter)
    if watched.value.text == Load.lastWord { return true }
    var changes = watched.changes.makeAsyncIterator()
    // Any change is a reason to look again, and so is a gap.
    _ = try await changes.next()
    return false
  }
}
