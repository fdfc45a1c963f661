package import ZooKeeper

/// Watches `/watched` while it is created, set and deleted, and returns what there was to see. The
/// node need not exist to be watched.
package func watchNode(_ zk: ZooKeeperClient) async throws -> [WatchChange.Kind] {
  try await zk.withChanges(at: "/watched") { changes in
    try await zk.create("/watched", "one")
    try await zk.set("/watched", to: "two")
    try await zk.delete("/watched")

    var seen: [WatchChange.Kind] = []
    for try await change in changes {
      seen.append(change.kind)
      if change.kind == .deleted { break }
    }
    return seen
  }
}
