package import ZooKeeper

/// Creates `/example` unless it is there, as one of several processes that start at the same time.
/// Returns whether this one was the first.
package func createExample(_ zk: ZooKeeperClient) async throws -> Bool {
  do {
    try await zk.create("/example", "anybody may be first")
    return true
  } catch {
    guard error.code == .nodeExists else { throw error }
    return false
  }
}
