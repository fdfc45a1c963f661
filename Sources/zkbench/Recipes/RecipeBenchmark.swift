import Synchronization
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTransport

/// What our recipes do under load, and what that costs.
struct RecipeBenchmark {
  let options: ClientBenchmarkOptions

  /// Runs the workload and returns what the harness reads: one line of JSON.
  func run() async throws -> String {
    let client = ClientBenchmark(options: options)
    let path = try ZNodePath(validating: "/bench/lock/\(options.client)")
    switch options.workload {
    case .lock: return client.report(try await lock(path))
    case .handoff: return client.report(try await handOver(path))
    default: throw UnsupportedWorkload(name: options.workload.rawValue)
    }
  }

  /// A lock that nobody else wants, taken and given back.
  private func lock(_ path: ZNodePath) async throws -> ClientLoad {
    let clock = LoadClock(warmUpSeconds: options.warmUpSeconds, seconds: options.seconds)
    return try await withZooKeeper(options.servers) { zk in
      let lock = zk.lock(path)
      try await zk.untilConnected()
      return try await measure(clock, on: zk) { group in
        group.addTask(executorPreference: executor(of: zk)) {
          var latency = LatencyHistogram()
          while true {
            let began = LoopTime.current
            try await lock.acquire().release()
            let ended = LoopTime.current
            switch clock.phase(at: ended) {
            case .warmUp: continue
            case .counting: latency.record(ended - began)
            case .over: return latency
            }
          }
        }
      }
    }
  }

  /// A lock that as many sessions want as the window says. Counted is how often it changes hands,
  /// and the latency is from one who gives it back to the next one who has it.
  private func handOver(_ path: ZNodePath) async throws -> ClientLoad {
    var clients: [ZooKeeperClient] = []
    for _ in 0..<options.window {
      let zk = try ZooKeeperClient(options.servers)
      try await zk.untilConnected()
      clients.append(zk)
    }
    let clock = LoadClock(warmUpSeconds: options.warmUpSeconds, seconds: options.seconds)
    let turn = Turn()
    let load = try await measure(clock, on: clients[0]) { group in
      for zk in clients {
        group.addTask(executorPreference: executor(of: zk)) {
          try await turn.pass(zk.lock(path), clock)
        }
      }
    }
    for zk in clients { await zk.close() }
    return load
  }

  private func executor(of zk: ZooKeeperClient) -> (any TaskExecutor)? {
    options.place == .loop ? zk.executor : nil
  }

  private func measure(
    _ clock: LoadClock, on zk: ZooKeeperClient,
    _ begin: (inout ThrowingTaskGroup<LatencyHistogram, any Error>) -> Void
  ) async throws -> ClientLoad {
    try await withThrowingTaskGroup(of: LatencyHistogram.self) { group in
      begin(&group)
      group.addTask(executorPreference: executor(of: zk)) {
        await clock.watchCosts()
        return LatencyHistogram()
      }
      var load = ClientLoad()
      for try await histogram in group { load.latency.merge(histogram) }
      load.count = load.latency.count
      (load.seconds, load.cpuMicroseconds) = clock.costs
      return load
    }
  }
}

/// Who has the lock, has the turn; between two of them is what counts.
private final class Turn: Sendable {
  private let endedAt = Mutex(LoopTime.current)

  /// Takes the lock and gives it back until the time is over.
  func pass(_ lock: DistributedLock, _ clock: LoadClock) async throws -> LatencyHistogram {
    var latency = LatencyHistogram()
    while true {
      let lease = try await lock.acquire()
      let now = LoopTime.current
      let phase = clock.phase(at: now)
      if phase == .counting { latency.record(now - endedAt.withLock { $0 }) }
      endedAt.withLock { $0 = LoopTime.current }
      try await lease.release()
      if phase == .over { return latency }
    }
  }
}
