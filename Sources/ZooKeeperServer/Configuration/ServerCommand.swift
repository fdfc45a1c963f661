/// What somebody who typed `zkserver` wants.
package enum ServerCommand: Hashable, Sendable {
  case run(Options)
  case showHelp
  case showVersion
  /// Nothing that could be done. The command says why, and exits with 2.
  case refuse(ConfigurationError)

  /// With what a server runs.
  package struct Options: Hashable, Sendable {
    package var configuration: ServerConfiguration
    /// What matters less is not logged.
    package var logLevel: ServerLogEntry.Level = .info
    /// What to tell at the start, one line each.
    package var warnings: [String] = []
  }

  /// Reads what was typed after the name of the command. `read` gives the text of a file.
  package static func parse(
    _ arguments: [String], reading read: (String) throws(ConfigurationError) -> String
  ) -> ServerCommand {
    do throws(ConfigurationError) {
      switch try ServerArguments(arguments) {
      case .help: return .showHelp
      case .version: return .showVersion
      case .run(let order): return .run(try options(of: order, reading: read))
      }
    } catch {
      return .refuse(error)
    }
  }

  private static func options(
    of order: ServerOrder, reading read: (String) throws(ConfigurationError) -> String
  ) throws(ConfigurationError) -> Options {
    var draft = ConfigurationDraft()
    // A file has to name its port, as with Apache.
    draft.port = order.file == nil ? draft.configuration.port : nil
    draft.isInMemory = order.isInMemory
    draft.configuration.servesMemberAlone = order.servesMemberAlone
    var settings: [WrittenSetting] = []
    if let file = order.file {
      settings = try WrittenSetting.settings(in: try read(file), named: file)
    }
    if order.sets("dataDir") {
      // The logs of other data must not get into the directory that the file names.
      settings.removeAll { $0.name == "dataLogDir" }
    }
    try draft.take(settings + order.settings)
    let configuration = try draft.finished(order.file ?? "command line")
    return Options(
      configuration: configuration, logLevel: order.logLevel, warnings: draft.warnings)
  }
}

extension WrittenSetting {
  fileprivate static func settings(
    in text: String, named name: String
  ) throws(ConfigurationError) -> [WrittenSetting] {
    do {
      return try JavaProperties(parsing: text).entries.map {
        WrittenSetting($0.key, $0.value, at: .file(name, line: $0.line))
      }
    } catch {
      throw ConfigurationError(
        "\(name):\(error.line)", "\\u without the four hexadecimal digits of a character",
        advice: "write \\\\ for a backslash")
    }
  }
}
