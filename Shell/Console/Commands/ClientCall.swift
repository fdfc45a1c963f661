import ZooKeeper

/// Something to ask the servers.
protocol ClientCall: Sendable {
  /// Asks, and hands over the answer as it comes.
  func run(
    in surroundings: Surroundings, answer: (Answer) throws(Complaint) -> Void
  ) async throws
}

/// What a call may use.
struct Surroundings: Sendable {
  let client: ZooKeeperClient
  /// Nil where commands are read from there, so that data cannot be.
  let standardInput: Descriptor?
}

extension CommandOption {
  /// What ZooKeeper knows about the node besides.
  static let withStat = CommandOption("-s", "--stat", meaning: "show the stat, too")
  /// The guard of a change.
  static let version = CommandOption(
    "-v", "--version", takes: .required("VERSION"),
    meaning: "only if the node has this version")
}
