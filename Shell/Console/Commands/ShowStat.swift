import ZooKeeper

extension Command {
  static let stat = Command(
    name: "stat",
    summary: "Shows what ZooKeeper knows about a node beside its data.",
    operands: [.path],
    examples: ["stat /jobs"],
    plan: { arguments throws(UsageError) in .call(try ShowStat(arguments)) })
}

/// Reads the stat of a node.
struct ShowStat: ClientCall {
  let path: ZNodePath

  init(_ arguments: Arguments) throws(UsageError) {
    path = try arguments.path()
  }

  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws {
    guard let stat = try await surroundings.client.stat(path) else {
      throw ZooKeeperError(.noNode, outcome: .notApplied, operation: .stat, path: path)
    }
    try answer(.stat(stat))
  }
}
