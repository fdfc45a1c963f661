import Glibc
import ZooKeeper
import ZooKeeperTransport

/// What our client does under load, and what that costs it.
struct ClientBenchmark {
  let options: ClientBenchmarkOptions

  /// Runs the workload and returns what the harness reads: one line of JSON.
  func run() async throws -> String {
    switch options.workload {
    case .connect: return try await connect()
    case .sessions: return try await sessions()
    case .watch: return try await watch()
    case .lock, .handoff: throw UnsupportedWorkload(name: options.workload.rawValue)
    default: break
    }
    return try await withZooKeeper(options.servers) { zk in
      try await zk.untilConnected()
      let result = try await pump(zk)
      return report(result)
    }
  }

  private var nodePath: ZNodePath { options.size == 65_536 ? "/bench/g65536" : "/bench/g100" }

  private var payload: Payload { Payload([UInt8](repeating: 0x78, count: min(options.size, 100))) }

  func report(_ result: ClientLoad, _ extra: String = "") -> String {
    let quantile = { (part: Double) in
      (result.latency.quantile(part) ?? .zero) / Duration.microseconds(1)
    }
    let fields: [(String, String)] = [
      ("client", "\"\(options.client)\""), ("workload", "\"\(options.workload.rawValue)\""),
      ("window", "\(options.window)"), ("size", "\(options.size)"), ("ops", "\(result.count)"),
      ("secs", "\(result.seconds)"), ("ops_s", "\(Double(result.count) / result.seconds)"),
      ("cpu_us_op", "\(result.cpuMicroseconds / Double(max(1, result.count)))"),
      ("p50", "\(quantile(0.5))"), ("p99", "\(quantile(0.99))"), ("p999", "\(quantile(0.999))"),
      ("rss_kb", "\(ProcessCosts.peakKiB)"),
    ]
    return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + extra + "}"
  }
}

/// What was done in the time that counts.
struct ClientLoad {
  var count = 0
  var seconds = 0.0
  var cpuMicroseconds = 0.0
  var latency = LatencyHistogram()
}

// Requests in a window: as many workers as there may be requests on their way.
extension ClientBenchmark {
  private func pump(_ zk: ZooKeeperClient) async throws -> ClientLoad {
    let clock = LoadClock(warmUpSeconds: options.warmUpSeconds, seconds: options.seconds)
    let executor = options.place == .loop ? zk.executor : nil
    let window = options.workload == .seqget ? 1 : options.window
    return try await withThrowingTaskGroup(of: LatencyHistogram.self) { group in
      for worker in 0..<window {
        group.addTask(executorPreference: executor) { try await work(zk, worker, clock) }
      }
      // Looks at the costs when the time begins that counts, and when it ends.
      group.addTask(executorPreference: executor) {
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

  private func work(
    _ zk: ZooKeeperClient, _ worker: Int, _ clock: LoadClock
  ) async throws -> LatencyHistogram {
    var latency = LatencyHistogram()
    let own = try ZNodePath(validating: "/bench/cd/\(getpid())-\(worker)")
    let payload = payload
    let nodePath = nodePath
    let steps = try (0..<10).map {
      Step.set(try ZNodePath(validating: "/bench/m\($0)"), to: payload)
    }
    var turn = 0
    while true {
      let began = LoopTime.current
      turn += 1
      switch options.workload {
      case .seqget, .get: _ = try await zk.get(nodePath)
      case .set: try await zk.set("/bench/s100", to: payload)
      case .mixed where turn % 10 == worker % 10: try await zk.set("/bench/s100", to: payload)
      case .mixed: _ = try await zk.get(nodePath)
      case .createdel where turn % 2 == 1: try await zk.create(own, payload)
      case .createdel: try await zk.delete(own)
      case .children: _ = try await zk.children(of: "/bench/ch10k")
      case .multi: try await zk.transaction(steps)
      case .connect, .watch, .sessions, .lock, .handoff: return latency
      }
      let ended = LoopTime.current
      switch clock.phase(at: ended) {
      case .warmUp: continue
      case .counting: latency.record(ended - began)
      case .over:
        if options.workload == .createdel, turn % 2 == 1 { try await zk.delete(own) }
        return latency
      }
    }
  }
}
