import CAllocations
import ZooKeeper

/// `zkbench allocations`: how often a get among many asks for memory, on the thread that does all
/// of a client's work here.
enum AllocationCount {
  private static let workers = 16
  private static let getsPerWorker = 5_000

  /// The mean over all gets, at a node of 100 bytes that is made for it.
  static func perGet(of servers: ServerList) async throws -> Double {
    try await withZooKeeper(servers) { zk in
      let node: ZNodePath = "/allocations"
      try await zk.createOrSet(node, Payload([UInt8](repeating: 0x78, count: 100)))
      // What is kept for the next time is made at the first.
      try await getMany(node, zk)
      let calls = try await withTaskExecutorPreference(zk.executor) {
        try await countedGets(node, zk)
      }
      try await zk.delete(node)
      return Double(calls) / Double(workers * getsPerWorker)
    }
  }

  /// From start to end on one thread, or nothing would be counted.
  @concurrent
  private static func countedGets(
    _ node: ZNodePath, _ zk: ZooKeeperClient
  ) async throws -> UInt64 {
    allocations_start_counting()
    try await getMany(node, zk)
    return allocations_counted().calls
  }

  private static func getMany(_ node: ZNodePath, _ zk: ZooKeeperClient) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<workers {
        group.addTask(executorPreference: zk.executor) {
          for _ in 0..<getsPerWorker { _ = try await zk.get(node) }
        }
      }
      try await group.waitForAll()
    }
  }
}
