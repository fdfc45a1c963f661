import ZooKeeper

extension Command {
  static let ls = Command(
    name: "ls",
    summary: "Lists the children of a node, one name in a line.",
    operands: [.pathOrRoot],
    options: [.withStat, List.recursive],
    notes: "What may not be read is left out of a recursive list.",
    examples: ["ls /", "ls -s /jobs", "ls -R /jobs"],
    plan: { arguments throws(UsageError) in .call(try List(arguments)) })
}

/// Lists what is beneath a node.
struct List: ClientCall {
  let path: ZNodePath
  let withStat: Bool
  let isRecursive: Bool

  static let recursive = CommandOption(
    "-R", "--recursive", meaning: "the paths of the node and of everything beneath it")

  init(_ arguments: Arguments) throws(UsageError) {
    path = try arguments.path(.pathOrRoot)
    withStat = arguments.has(.withStat)
    isRecursive = arguments.has(Self.recursive)
    if withStat && isRecursive { throw UsageError("-s does not go with -R") }
  }

  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws {
    // A walk leaves out what is not there; that the node itself is not there is worth a word.
    let children = try await surroundings.client.children(of: path)
    if isRecursive {
      for try await node in surroundings.client.walk(path) { try answer(.path(node.path)) }
    } else {
      try answer(.children(children.names))
      if withStat { try answer(.stat(children.stat)) }
    }
  }
}
