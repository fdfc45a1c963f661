import ZooKeeperLog
import ZooKeeperTransport

/// The command `zkserver`: a server in a process of its own.
public struct ServerProgram: Sendable {
  private let arguments: [String]

  /// Takes what was typed after the name of the command.
  public init(_ arguments: [String]) {
    self.arguments = arguments
  }

  /// Runs until SIGTERM, SIGINT or a failure, and returns the code to exit with, one of Apache's.
  ///
  /// The port goes to standard output in a line of its own, everything else to standard error.
  public func run() async -> Int32 {
    switch ServerCommand.parse(arguments, reading: Self.read) {
    case .showHelp:
      StandardStream.output.writeLine(ServerCommand.help)
      return ExitCode.success
    case .showVersion:
      StandardStream.output.writeLine("zkserver \(ServerVersion.text)")
      return ExitCode.success
    case .refuse(let error):
      StandardStream.error.writeLine("zkserver: \(error)")
      return ExitCode.invalidInvocation
    case .run(let options):
      return await serve(options)
    }
  }

  private func serve(_ options: ServerCommand.Options) async -> Int32 {
    let log: ServerLog = { entry in
      if entry.level >= options.logLevel { StandardStream.error.writeLine("zkserver: \(entry)") }
    }
    for warning in options.warnings { log(ServerLogEntry(level: .warning, message: warning)) }
    do throws(ServerFailure) {
      Self.raiseDescriptorLimit(log)
      StandardStream.outliveReaders()
      // Until here a signal ends the process: nobody was promised anything.
      let server = try await ZooKeeperServer.start(options.configuration, log: log)
      do throws(SystemError) {
        try TerminationSignals().first { server.beginToStop() }
      } catch {
        throw ServerFailure(.system, "cannot wait for signals: \(error)")
      }
      StandardStream.output.writeLine("listening on port \(server.port)")
      try await server.run()
      log(ServerLogEntry(level: .info, message: "stopped"))
      return ExitCode.success
    } catch {
      // Why it could not go on, the server has said itself.
      if !error.isLogged { log(ServerLogEntry(level: .error, message: error.description)) }
      return ExitCode.code(of: error)
    }
  }

  private static func raiseDescriptorLimit(_ log: ServerLog) {
    do throws(SystemError) {
      let limit = try DescriptorLimit.raise()
      log(ServerLogEntry(level: .info, message: "up to \(limit) descriptors for connections"))
    } catch {
      log(ServerLogEntry(level: .warning, message: "cannot raise the descriptor limit: \(error)"))
    }
  }

  private static func read(_ path: String) throws(ConfigurationError) -> String {
    do throws(StorageError) {
      let file = try FileStorage().open(path)
      var bytes: [UInt8] = []
      _ = try file.read(at: 0, atMost: try file.size(), appendingTo: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      throw ConfigurationError(path, "\(error)", advice: "check the name of the file")
    }
  }
}

/// Apache's exit codes.
private enum ExitCode {
  static let success: Int32 = 0
  static let unexpected: Int32 = 1
  static let invalidInvocation: Int32 = 2
  static let dataDirectory: Int32 = 3
  static let snapshot: Int32 = 10

  static func code(of failure: ServerFailure) -> Int32 {
    switch failure.kind {
    case .system, .transactionLog: unexpected
    case .configuration, .memberData: invalidInvocation
    case .dataDirectory: dataDirectory
    case .snapshot: snapshot
    }
  }
}
