import ZooKeeperServer

extension ServerCommand {
  /// What is typed for a zoo.cfg that holds these lines.
  static func reading(_ lines: String) -> ServerCommand {
    parse(["zoo.cfg"]) { _ in lines }
  }

  /// What a server runs with, or why none does.
  var options: Options {
    get throws {
      switch self {
      case .run(let options): return options
      case .refuse(let error): throw error
      case .showHelp, .showVersion:
        throw ConfigurationError("\(self)", "no server runs", advice: "type something else")
      }
    }
  }

  /// What people read instead of a server's first line; nil if a server runs.
  var refusal: String? {
    if case .refuse(let error) = self { error.description } else { nil }
  }
}
