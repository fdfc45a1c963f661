import ZooKeeper

extension Command {
  static let create = Command(
    name: "create",
    summary: "Creates a node, and prints its path.",
    operands: [.path, .data],
    options: [Create.sequential, Create.ephemeral, Create.container, Create.timeToLive, .from],
    notes: """
      Without data the node is empty. An ephemeral node goes with the session, and so at the end
      of zkcli.
      """,
    examples: ["create /jobs", "create -s /jobs/job- 'first job'"],
    plan: { arguments throws(UsageError) in .call(try Create(arguments)) })
}

/// Creates a node.
struct Create: ClientCall {
  let path: ZNodePath
  let data: DataSource?
  let mode: CreateMode

  static let sequential = CommandOption(
    "-s", "--sequential", meaning: "let the server append a number that only grows")
  static let ephemeral = CommandOption(
    "-e", "--ephemeral", meaning: "the node goes with this session")
  static let container = CommandOption(
    "-c", "--container", meaning: "the node goes after its last child went")
  static let timeToLive = CommandOption(
    "-t", "--ttl", takes: .required("TIME"),
    meaning: "the node goes when nothing happened to it for so long: 500ms, 90s, 5m, 2h")

  init(_ arguments: Arguments) throws(UsageError) {
    path = try arguments.path()
    data = try DataSource(arguments)
    mode = try Self.mode(arguments)
  }

  private static func mode(_ arguments: Arguments) throws(UsageError) -> CreateMode {
    let isSequential = arguments.has(sequential)
    let isEphemeral = arguments.has(ephemeral)
    if arguments.has(container) {
      if isSequential || isEphemeral || arguments.has(timeToLive) {
        throw UsageError("-c goes with none of -s, -e and -t")
      }
      return .container
    }
    if let word = arguments.value(of: timeToLive) {
      if isEphemeral { throw UsageError("-t does not go with -e: the session is the limit there") }
      let milliseconds = try Timespan(word).milliseconds
      guard let time = TimeToLive(milliseconds: milliseconds) else {
        throw UsageError("\(word.shown) is no time that a server can keep")
      }
      return isSequential ? .timeToLiveSequential(time) : .timeToLive(time)
    }
    switch (isEphemeral, isSequential) {
    case (false, false): return .persistent
    case (false, true): return .persistentSequential
    case (true, false): return .ephemeral
    case (true, true): return .ephemeralSequential
    }
  }

  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws {
    let created = try await surroundings.client.create(
      path, try data?.payload(in: surroundings) ?? .empty, mode: mode)
    try answer(.path(created.path))
  }
}
