import Glibc
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

// Sessions and watches.
extension ClientBenchmark {
  /// One new session after another, from nothing to connected.
  func connect() async throws -> String {
    for _ in 0..<5 { try await session() }
    var load = ClientLoad()
    let cpu = ProcessCosts.cpuMicroseconds
    let start = LoopTime.current
    for _ in 0..<options.count {
      let began = LoopTime.current
      let zk = try ZooKeeperClient(options.servers)
      try await zk.untilConnected()
      load.latency.record(LoopTime.current - began)
      await zk.close()
    }
    load.count = options.count
    load.seconds = (LoopTime.current - start) / .seconds(1)
    load.cpuMicroseconds = ProcessCosts.cpuMicroseconds - cpu
    return report(load)
  }

  private func session() async throws {
    let zk = try ZooKeeperClient(options.servers)
    try await zk.untilConnected()
    await zk.close()
  }

  /// Many sessions in one process: their memory, and what they cost while nothing happens.
  func sessions() async throws -> String {
    try await session()
    let residentBefore = ProcessCosts.residentKiB
    let cpu = ProcessCosts.cpuMicroseconds
    let start = LoopTime.current
    var clients: [ZooKeeperClient] = []
    for _ in 0..<options.count {
      let zk = try ZooKeeperClient(options.servers)
      try await zk.untilConnected()
      clients.append(zk)
    }
    var load = ClientLoad()
    load.count = options.count
    load.seconds = (LoopTime.current - start) / .seconds(1)
    load.cpuMicroseconds = ProcessCosts.cpuMicroseconds - cpu
    let perSession = Double(ProcessCosts.residentKiB - residentBefore) / Double(options.count)
    StandardStream.output.writeLine("{\"ready\":1}")
    let idle = LoadClock(warmUpSeconds: 0.1, seconds: options.seconds)
    await idle.watchCosts()
    let (seconds, used) = idle.costs
    let idleCost = used / Double(options.count) / seconds
    for zk in clients { await zk.close() }
    return report(
      load, ",\"kb_per_session\":\(perSession),\"idle_cpu_us_per_session_s\":\(idleCost)")
  }

  /// One-shot watches on many nodes, and their events when another process sets all of them.
  func watch() async throws -> String {
    try await withZooKeeper(options.servers) { zk in
      try await zk.untilConnected()
      let paths = try (0..<options.count).map { number in
        try ZNodePath(validating: "/bench/w/n\(number.zeroPadded(to: 7))")
      }
      let residentBefore = ProcessCosts.residentKiB
      let cpu = ProcessCosts.cpuMicroseconds
      let start = LoopTime.current
      let streams = try await register(paths, zk)
      let registration = (LoopTime.current - start) / .seconds(1)
      let used = ProcessCosts.cpuMicroseconds - cpu
      let resident = Double(ProcessCosts.residentKiB - residentBefore) * 1024
      StandardStream.output.writeLine("{\"ready\":1}")
      return report(
        try await readAll(streams),
        ",\"reg_s\":\(Double(options.count) / registration)"
          + ",\"reg_cpu_us\":\(used / Double(options.count))"
          + ",\"bytes_per_watch\":\(resident / Double(options.count))")
    }
  }

  private func register(
    _ paths: [ZNodePath], _ zk: ZooKeeperClient
  ) async throws -> [WatchStream] {
    try await withThrowingTaskGroup(of: [WatchStream].self) { group in
      let workers = min(1000, paths.count)
      for worker in 0..<workers {
        group.addTask {
          var streams: [WatchStream] = []
          for index in stride(from: worker, to: paths.count, by: workers) {
            streams.append(try await zk.getAndWatch(paths[index]).changes)
          }
          return streams
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func readAll(_ streams: [WatchStream]) async throws -> ClientLoad {
    var load = ClientLoad()
    var cpu = 0.0
    var start = LoopTime.current
    for stream in streams {
      for try await _ in stream {
        if load.count == 0 {
          start = .current
          cpu = ProcessCosts.cpuMicroseconds
        }
        load.count += 1
      }
    }
    load.seconds = (LoopTime.current - start) / .seconds(1)
    load.cpuMicroseconds = ProcessCosts.cpuMicroseconds - cpu
    return load
  }
}
