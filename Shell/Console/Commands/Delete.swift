import ZooKeeper

extension Command {
  static let delete = Command(
    name: "delete",
    summary: "Deletes a node that has no children.",
    operands: [.path],
    options: [.version],
    examples: ["delete /jobs/job-0000000000", "delete -v 2 /jobs"],
    plan: { arguments throws(UsageError) in .call(try Delete(arguments)) })
}

/// Deletes a node.
struct Delete: ClientCall {
  let path: ZNodePath
  let version: Version?

  init(_ arguments: Arguments) throws(UsageError) {
    path = try arguments.path()
    version = try arguments.version(of: .version)
  }

  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws {
    try await surroundings.client.delete(path, ifVersion: version)
  }
}
