import ZooKeeperModel
import ZooKeeperTransport

/// Fills a server with sessions or nodes, and says how much more memory it holds for each.
///
/// A server that collects garbage holds some of that too: what its process holds is what a machine
/// must have.
struct MemoryMeasurement {
  /// How long idle sessions are held before memory is looked at: for work that a server still has
  /// with their arrival.
  private static let rest: Duration = .seconds(1)

  let server: SocketAddress
  let process: ServerProcess?

  func openIdleSessions(_ count: Int, into line: inout ReportLine) throws {
    _ = try DescriptorLimit.raise()
    let crew = try Crew(server: server)
    crew.add(count, feed: { nil }, tally: Tally())
    let memoryBefore = try process?.residentBytes()
    let before = Costs(of: process)
    var costs = before
    var memory: Result<Int?, any Error> = .success(nil)
    try crew.run {
      costs = Costs(of: process) - before
      crew.loop.schedule(after: Self.rest) {
        memory = Result { try process?.residentBytes() }
        crew.finish()
      }
    }
    report("session", count, costs, memoryBefore, try memory.get(), &line)
  }

  /// Nodes hang a thousand to a parent, as in a tree that somebody uses.
  func createNodes(_ count: Int, below folder: String, into line: inout ReportLine) throws {
    let nodesPerParent = 1_000
    let parents = (count + nodesPerParent - 1) / nodesPerParent
    try create([folder] + (0..<parents).map { "\(folder)/\($0)" })

    let memoryBefore = try process?.residentBytes()
    let before = Costs(of: process)
    try run(
      RequestList(count: count) { index in
        .create(path: "\(folder)/\(index % parents)/node-\(index / parents)")
      })
    let costs = Costs(of: process) - before
    report("node", count, costs, memoryBefore, try process?.residentBytes(), &line)
  }

  private func create(_ paths: [String]) throws {
    try run(RequestList(count: paths.count) { .create(path: paths[$0]) })
  }

  private func run(_ requests: RequestList) throws {
    let crew = try Crew(server: server)
    crew.add(1, feed: { requests }, window: 256, tally: Tally())
    try crew.run { crew.start() }
  }

  private func report(
    _ thing: String, _ count: Int, _ costs: Costs, _ bytesBefore: Int?, _ bytesAfter: Int?,
    _ line: inout ReportLine
  ) {
    line.add("ops_per_s", costs.perSecond(count))
    if process != nil {
      line.add("server_cpu_us", microseconds: costs.serverNanoseconds(per: count))
    }
    line.add("client_cpu_us", microseconds: costs.clientNanoseconds(per: count))
    guard let bytesBefore, let bytesAfter else { return }
    line.add("rss_before", bytesBefore)
    line.add("rss_after", bytesAfter)
    line.add("rss_per_\(thing)", Double(bytesAfter - bytesBefore) / Double(count))
  }
}
