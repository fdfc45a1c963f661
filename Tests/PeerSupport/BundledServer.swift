import Foundation

/// Our own server as its users start it: `zkserver` with a file of settings, beside us.
package final class BundledServer: ClientProgramServer {
  package let port: Int
  private let directory: ScratchDirectory
  private let process: LoggedProcess

  /// Starts the server and waits until it serves.
  package init(_ configuration: ServerConfiguration = .init()) throws {
    port = try LoopbackSocket.freePorts(1)[0]
    directory = try ScratchDirectory("zookeeper-bundled")
    // What is a property of the system to Apache's Java is a key of the file to us.
    let entries = configuration.entries.merging(configuration.properties) { entry, _ in entry }
    let text = ServerConfiguration(entries)
      .text(dataDirectory: directory.file("data"), port: port, membership: nil)
    process = LoggedProcess(
      [try Self.executable(), try directory.write(text, to: "zoo.cfg")],
      log: directory.file("server.log"))
    try start()
    try waitUntilServing(atMost: .seconds(20))
  }

  deinit {
    stop()
  }

  /// Starts the server again, on the same port and data.
  package func start() throws { try process.start() }

  package func stop() { process.stop() }

  /// Ends the server as a power cut would.
  package func kill() { process.kill() }

  package func waitUntilServing(atMost limit: Duration) throws {
    let serves = try poll(atMost: limit) {
      if let code = process.exitCode {
        throw PeerFailure.broken("zkserver ended with \(code)", output: process.lastWords)
      }
      guard let socket = try? LoopbackSocket.connect(to: port) else { return false }
      socket.limitReads(to: .seconds(5))
      socket.write(Array("srvr".utf8))
      return socket.read(atMost: 1) != nil
    }
    guard serves else {
      throw PeerFailure.broken(
        "zkserver does not serve after \(limit)", output: process.lastWords)
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
}
