import Foundation
import Glibc

/// Our own server as its users start it: `zkserver` with a file of settings, beside us.
package final class BundledServer: ClientProgramServer {
  package let port: Int
  private let directory: ScratchDirectory
  private let commandLine: [String]
  private let process = Guarded<ChildProcess?>(nil)

  /// Starts the server and waits until it serves.
  package init(_ configuration: ServerConfiguration = .init()) throws {
    port = try LoopbackSocket.freePorts(1)[0]
    directory = try ScratchDirectory("zookeeper-bundled")
    // What is a property of the system to Apache's Java is a key of the file to us.
    let entries = configuration.entries.merging(configuration.properties) { entry, _ in entry }
    let text = ServerConfiguration(entries)
      .text(dataDirectory: directory.file("data"), port: port, membership: nil)
    commandLine = [try Self.executable(), try directory.write(text, to: "zoo.cfg")]
    try start()
    try waitUntilServing(atMost: .seconds(20))
  }

  deinit {
    stop()
  }

  /// Starts the server again, on the same port and data.
  package func start() throws {
    let log = open(logFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    defer { close(log) }
    let child = try ChildProcess(commandLine, standardOutput: log, standardError: log)
    process.withLock { $0 = child }
  }

  package func stop() {
    process.withLock { $0 }?.stop()
  }

  /// Ends the server as a power cut would.
  package func kill() {
    process.withLock { $0 }?.kill()
  }

  package func waitUntilServing(atMost limit: Duration) throws {
    let serves = try poll(atMost: limit) {
      if let code = process.withLock({ $0 })?.exitCode {
        throw PeerFailure.broken("zkserver ended with \(code)", output: tail(ofFile: logFile))
      }
      guard let socket = try? LoopbackSocket.connect(to: port) else { return false }
      socket.limitReads(to: .seconds(5))
      socket.write(Array("srvr".utf8))
      return socket.read(atMost: 1) != nil
    }
    guard serves else {
      throw PeerFailure.broken(
        "zkserver does not serve after \(limit)", output: tail(ofFile: logFile))
    }
  }

  /// SwiftPM puts the programs of a package beside its tests.
  static func executable() throws -> String {
    let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    guard let path = folder?.appending(path: "zkserver").path(),
      FileManager.default.isExecutableFile(atPath: path)
    else { throw PeerFailure.broken("zkserver was not built", output: "") }
    return path
  }

  private var logFile: String { directory.file("server.log") }
}
