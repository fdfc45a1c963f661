import Glibc

/// A server's process, started as often as somebody asks, with everything it says in one file.
final class LoggedProcess: Sendable {
  private let commandLine: [String]
  private let logFile: String
  private let child = Guarded<ChildProcess?>(nil)

  /// Starts nothing yet.
  init(_ commandLine: [String], log: String) {
    self.commandLine = commandLine
    logFile = log
  }

  func start() throws {
    let log = open(logFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    defer { close(log) }
    let started = try ChildProcess(commandLine, standardOutput: log, standardError: log)
    child.withLock { $0 = started }
  }

  func stop() {
    child.withLock { $0 }?.stop()
  }

  /// Ends it as a power cut would.
  func kill() {
    child.withLock { $0 }?.kill()
  }

  /// Nil while it runs.
  var exitCode: Int? { child.withLock { $0 }?.exitCode }

  var lastWords: String { tail(ofFile: logFile) }
}
