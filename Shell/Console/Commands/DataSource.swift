import ZooKeeper

/// Where the data of a node comes from.
enum DataSource: Hashable, Sendable {
  case word(Word)
  /// A file; standard input where it is `-`.
  case file(InputFile)

  /// What an option and an operand say between them; nil if neither says anything.
  init?(_ arguments: Arguments) throws(UsageError) {
    switch (arguments.value(of: .from), arguments[.data]) {
    case (nil, nil): return nil
    case (nil, let word?): self = .word(word)
    case (let name?, nil): self = .file(InputFile(name.shown))
    case (_?, _?): throw UsageError("the data comes from --from or stands in the line, not both")
    }
  }

  /// The bytes, and never more of them than a request can carry.
  func payload(in surroundings: Surroundings) throws(Complaint) -> Payload {
    switch self {
    case .word(let word): Payload(word.bytes)
    case .file(let file):
      Payload(
        try file.bytes(
          atMost: ClientLimits().frameBytesMax, standardInput: surroundings.standardInput))
    }
  }
}

extension CommandOption {
  /// Data that does not stand in the line.
  static let from = CommandOption(
    "--from", takes: .required("FILE"),
    meaning: "take the data from a file, byte by byte; - is standard input")
}
