import Glibc

/// A peer script: it speaks in lines on its standard output and waits for lines on its input.
package final class PeerProcess: Sendable {
  private let child: ChildProcess
  private let input: Pipe
  private let output: Pipe
  private let complaints: String
  private let unread = Guarded<[UInt8]>([])
  private let directory: ScratchDirectory

  package init(_ arguments: [String], environment: [String: String] = [:]) throws {
    directory = try ScratchDirectory("zookeeper-peer")
    complaints = directory.file("standard-error")
    let errors = open(complaints, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(errors) }
    input = try Pipe()
    output = try Pipe()
    child = try ChildProcess(
      arguments, environment: environment, standardInput: input.readEnd,
      standardOutput: output.writeEnd, standardError: errors)
    // Without our copies of its ends, the end of the script is the end of its output.
    input.closeReadEnd()
    output.closeWriteEnd()
  }

  /// The next line without its newline, or nil when the script has ended.
  package func readLine(atMost silence: Duration = .seconds(60)) throws -> String? {
    while true {
      let line = unread.withLock { bytes -> [UInt8]? in
        guard let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { bytes.removeSubrange(...newline) }
        return Array(bytes[..<newline])
      }
      if let line { return String(decoding: line, as: UTF8.self) }
      guard let more = try output.read(atMost: silence) else { return nil }
      unread.withLock { $0 += more }
    }
  }

  package func send(_ line: String) {
    input.write(Array(line.utf8) + [UInt8(ascii: "\n")])
  }

  /// Waits until the script ends by itself; anything but success is an error.
  package func finish() throws {
    input.closeWriteEnd()
    switch child.waitForExit(atMost: .seconds(30)) {
    case 0?: return
    case let code?: throw PeerFailure.broken("the script ended with \(code)", output: lastWords)
    case nil: throw PeerFailure.broken("the script does not end", output: lastWords)
    }
  }

  /// Ends the script as a power cut would.
  package func kill() { child.kill() }

  /// Whether the script stands still, because it told itself to.
  package var isPaused: Bool { child.isPaused }

  /// Lets a script go on that stands still.
  package func resume() { child.signal(SIGCONT) }

  private var lastWords: String {
    tail(ofFile: complaints)
  }

  /// Runs a program to its end and returns what it printed.
  package static func run(_ arguments: [String]) throws -> String {
    let process = try PeerProcess(arguments)
    var lines: [String] = []
    while let line = try process.readLine() { lines.append(line) }
    try process.finish()
    return lines.map { $0 + "\n" }.joined()
  }
}
