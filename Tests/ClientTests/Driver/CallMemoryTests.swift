import CAllocations
import Testing
import ZooKeeper
import ZooKeeperTesting

/// What a call costs the allocator, on the thread that does all of a client's work here.
@Suite(.enabled(if: allocations_are_counted() != 0, "a sanitizer counts allocations itself"))
struct CallMemoryTests {
  @Test("a get among many allocates little more than the data that came")
  func pipelinedGet() async throws {
    try await withTestServer { server in
      let servers = try ServerList(validating: server.connectString)
      try await withZooKeeper(servers) { zk in
        try await zk.create("/node", Payload([UInt8](repeating: 7, count: 100)))
        try await Self.getMany(zk)
        let calls = try await withTaskExecutorPreference(zk.executor) {
          try await Self.countedGets(zk)
        }
        let gets = Self.workers * Self.getsPerWorker
        #expect(Double(calls) / Double(gets) <= Self.allocationsMax)
      }
    }
  }

  /// One is the data. The rest is shared by those who travel together, such as the job that calls
  /// the loop. A debug build boxes here and there what an optimised one keeps on the stack, and
  /// beside busy neighbours fewer travel together: its bound only says that nothing runs away.
  private static var allocationsMax: Double {
    #if DEBUG
      16
    #else
      1.5
    #endif
  }

  private static let workers = 16
  private static let getsPerWorker = 500

  /// From start to end on one thread, or nothing would be counted.
  @concurrent
  private static func countedGets(_ zk: ZooKeeperClient) async throws -> UInt64 {
    allocations_start_counting()
    try await getMany(zk)
    return allocations_counted().calls
  }

  private static func getMany(_ zk: ZooKeeperClient) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<workers {
        group.addTask(executorPreference: zk.executor) {
          for _ in 0..<getsPerWorker { _ = try await zk.get("/node") }
        }
      }
      try await group.waitForAll()
    }
  }
}
