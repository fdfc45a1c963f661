import ZooKeeper

extension Command {
  static let set = Command(
    name: "set",
    summary: "Replaces the data of a node.",
    operands: [.path, .data],
    options: [.withStat, .version, .from],
    examples: ["set /jobs 'open'", "set -v 1 /jobs 'closed'"],
    plan: { arguments throws(UsageError) in .call(try SetData(arguments)) })
}

/// Replaces the data of a node.
struct SetData: ClientCall {
  let path: ZNodePath
  let data: DataSource
  let version: Version?
  let withStat: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    path = try arguments.path()
    // A word that was forgotten must not empty the node.
    guard let data = try DataSource(arguments) else {
      throw UsageError("DATA is missing: \"\" empties the node")
    }
    self.data = data
    version = try arguments.version(of: .version)
    withStat = arguments.has(.withStat)
  }

  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws {
    let stat = try await surroundings.client.set(
      path, to: try data.payload(in: surroundings), ifVersion: version)
    if withStat { try answer(.stat(stat)) }
  }
}
