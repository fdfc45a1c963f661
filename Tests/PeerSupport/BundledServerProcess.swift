import Foundation
import Glibc

/// `zkserver` as whoever starts it sees it: a command line, a line on standard output, words on
/// standard error, and an exit code.
package final class BundledServerProcess: Sendable {
  private let child: ChildProcess
  private let output: Pipe
  private let directory: ScratchDirectory

  /// Starts the program. Words in front of it, such as `unshare`, make it start through them.
  package init(_ arguments: [String], through wrapper: [String] = []) throws {
    directory = try ScratchDirectory("zookeeper-program")
    let errors = open(directory.file("standard-error"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(errors) }
    output = try Pipe()
    child = try ChildProcess(
      wrapper + [BundledServer.executable()] + arguments, standardOutput: output.writeEnd,
      standardError: errors)
    // Without our copy, the end of the program is the end of its output.
    output.closeWriteEnd()
  }

  /// The port that it says it listens on; waits until it does.
  package func port() throws -> Int {
    var said = ""
    while !said.hasSuffix("\n") {
      guard let more = try output.read(atMost: .seconds(20)) else {
        throw PeerFailure.broken("zkserver ended instead of listening", output: complaints)
      }
      said += String(decoding: more, as: UTF8.self)
    }
    let prefix = "listening on port "
    guard said.hasPrefix(prefix), let port = Int(said.dropFirst(prefix.count).dropLast()) else {
      throw PeerFailure.broken("zkserver says \(said)", output: complaints)
    }
    return port
  }

  /// Waits until it ends by itself; its exit code, or nil if it goes on.
  package func exitCode() -> Int? {
    child.waitForExit(atMost: .seconds(20))
  }

  /// Asks it to end; its exit code.
  package func stop() -> Int? {
    child.stop()
    return child.exitCode
  }

  /// Interrupts it as Ctrl-C does; its exit code.
  package func interrupt() -> Int? {
    child.signal(SIGINT)
    return exitCode()
  }

  /// Ends it as a power cut would.
  package func kill() {
    child.kill()
  }

  /// What it said on standard error.
  package var complaints: String {
    let bytes = FileManager.default.contents(atPath: directory.file("standard-error")) ?? Data()
    return String(decoding: bytes, as: UTF8.self)
  }
}
