import ZooKeeper

extension Command {
  static let get = Command(
    name: "get",
    summary: "Prints the data of a node.",
    operands: [.path],
    options: [.withStat],
    notes: """
      Into a file or a pipe the bytes go exactly as they are, with nothing behind them. At a
      terminal the line is ended, and data that is no text is shown with \\xNN for its bytes.
      """,
    examples: ["get /jobs", "get -s /jobs"],
    plan: { arguments throws(UsageError) in .call(try Get(arguments)) })
}

/// Reads a node.
struct Get: ClientCall {
  let path: ZNodePath
  let withStat: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    path = try arguments.path()
    withStat = arguments.has(.withStat)
  }

  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws {
    let node = try await surroundings.client.get(path)
    try answer(withStat ? .node(node) : .data(node.data))
  }
}
