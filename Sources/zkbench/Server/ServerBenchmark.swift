import Glibc
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

/// `zkbench server`: what any ZooKeeper server does under load, and what that costs it.
struct ServerBenchmark {
  private let options: ServerBenchmarkOptions
  private let server: SocketAddress
  private let process: ServerProcess?

  init(_ options: ServerBenchmarkOptions) throws {
    self.options = options
    server = try Self.address(of: options.server)
    process = try options.processID.map { try ServerProcess(id: $0) }
  }

  /// Hands a line to `report` whenever a row is done.
  func run(report: (ReportLine) -> Void) throws {
    try prepare()
    for round in 1...options.rounds {
      for row in options.rows {
        var line = ReportLine(row: row.name, round: round)
        do {
          try measure(row, round: round, into: &line)
        } catch {
          throw LoadFailure("row \(row.name): \(error)")
        }
        report(line)
      }
    }
  }

  private func measure(_ row: ServerRow, round: Int, into line: inout ReportLine) throws {
    let load = LoadMeasurement(server: server, process: process, seconds: options.seconds)
    let memory = MemoryMeasurement(server: server, process: process)
    switch row.work {
    case .load(let measured):
      try load.run(measured, into: &line)
    case .beside(let measured, let other):
      try load.run(measured, beside: other, into: &line)
    case .idleSessions(let count):
      try memory.openIdleSessions(count, into: &line)
    case .nodes:
      // A name of its own, so that the row can be run on one server again and again.
      let folder = "\(ServerRow.folder)/nodes-\(getpid())-\(round)"
      try memory.createNodes(options.nodes, below: folder, into: &line)
    }
  }

  /// An earlier run may have left the nodes that the loads are about.
  private func prepare() throws {
    let requests = ServerRow.preparations
    let crew = try Crew(server: server)
    let feed = RequestList(count: requests.count, tolerating: [.nodeExists]) { requests[$0] }
    crew.add(1, feed: { feed }, window: requests.count, tally: Tally())
    try crew.run { crew.start() }
  }

  private static func address(of server: ServerAddress) throws -> SocketAddress {
    let loop = try EventLoop()
    var outcome: Result<[SocketAddress], ResolutionError> = .success([])
    Resolver.resolve(Endpoint(server), on: loop) {
      outcome = $0
      loop.stop()
    }
    loop.run()
    guard let address = try outcome.get().first else {
      throw LoadFailure("\(server) has no address")
    }
    return address
  }
}
