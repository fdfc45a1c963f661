import ZooKeeper
import ZooKeeperTransport

/// Keeps a server busy for a while, and says what it did and what it took.
struct LoadMeasurement {
  /// What connections, caches and the processor's clock need to settle. A server that compiles
  /// while it runs needs whole runs before the first that counts.
  private static let warmUp: Duration = .milliseconds(300)

  let server: SocketAddress
  let process: ServerProcess?
  let seconds: Int

  func run(_ load: Load, beside other: Load? = nil, into line: inout ReportLine) throws {
    let crew = try Crew(server: server)
    let tally = Tally()
    let otherTally = Tally()
    add(load, tally, to: crew)
    if let other { add(other, otherTally, to: crew) }

    var costs = Costs(of: process)
    try crew.run {
      crew.start()
      crew.loop.schedule(after: Self.warmUp) {
        costs = Costs(of: process)
        tally.begin()
        otherTally.begin()
        crew.loop.schedule(after: .seconds(seconds)) {
          costs = Costs(of: process) - costs
          tally.end()
          otherTally.end()
          crew.finish()
        }
      }
    }
    if tally.times.count == 0 || (other != nil && otherTally.times.count == 0) {
      throw LoadFailure("not one request was answered in \(seconds) s")
    }
    let operations = tally.times.count + otherTally.times.count
    report(tally.times, costs, operations: operations, &line)
    if other != nil { report(writer: otherTally.times, costs, &line) }
  }

  private func add(_ load: Load, _ tally: Tally, to crew: Crew) {
    crew.add(
      load.connections, feed: { RepeatedRequest(load.request, window: load.window) },
      window: load.window, tally: tally)
  }

  /// Processor time is shared among all that was done, the work beside included.
  private func report(
    _ times: LatencyHistogram, _ costs: Costs, operations: Int, _ line: inout ReportLine
  ) {
    line.add("ops_per_s", costs.perSecond(times.count))
    if process != nil {
      line.add("server_cpu_us", microseconds: costs.serverNanoseconds(per: operations))
    }
    line.add("client_cpu_us", microseconds: costs.clientNanoseconds(per: operations))
    line.add("p50_us", microsecondsOf: times.quantile(0.5))
    line.add("p90_us", microsecondsOf: times.quantile(0.9))
    line.add("p99_us", microsecondsOf: times.quantile(0.99))
    line.add("max_us", microsecondsOf: times.longest)
  }

  private func report(writer times: LatencyHistogram, _ costs: Costs, _ line: inout ReportLine) {
    line.add("writer_ops_per_s", costs.perSecond(times.count))
    line.add("writer_p50_us", microsecondsOf: times.quantile(0.5))
    line.add("writer_max_us", microsecondsOf: times.longest)
  }
}
