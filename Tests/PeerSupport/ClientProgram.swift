import Foundation

/// A program in which a real client plays scenarios against a server, and judges by itself what it
/// gets to see.
///
/// It is given the address of a proxy and the server's own. On its standard output it names every
/// scenario that passed. The first one that does not ends it with a failure, and with words about
/// it on its standard error. A line that starts with `!` asks for what a client cannot do.
package struct ClientProgram: Sendable {
  private let commandLine: [String]
  /// What was compiled for the program disappears with it.
  private let build: ScratchDirectory?

  package static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Peers/clients/").path()

  package init(_ commandLine: [String], build: ScratchDirectory? = nil) {
    self.commandLine = commandLine
    self.build = build
  }

  /// Returns the names of the scenarios that passed. One that did not is an error.
  package func play(on server: any ClientProgramServer) throws -> [String] {
    let proxy = try RecordingProxy(to: server.port) { _ in }
    defer { proxy.stop() }
    let addresses = [proxy.port, server.port].map { "127.0.0.1:\($0)" }
    let process = try PeerProcess(commandLine + addresses)
    var passed: [String] = []
    while let line = try process.readLine() {
      if line.hasPrefix("!") {
        try Self.obey(line, proxy: proxy, server: server)
        process.send("done")
      } else {
        passed.append(line)
      }
    }
    try process.finish()
    return passed
  }

  private static func obey(
    _ request: String, proxy: RecordingProxy, server: any ClientProgramServer
  ) throws {
    switch request {
    case "!refuse": proxy.refuseNewcomers()
    case "!lose":
      // Whoever comes back before `!admit` would not have lost anything.
      proxy.refuseNewcomers()
      proxy.cut()
    case "!admit":
      // Those who came before this one have been hung up, and do not slip in now.
      _ = try LoopbackSocket.connect(to: proxy.port).read(atMost: 1)
      proxy.admitNewcomers()
    case "!stop": server.stop()
    case "!kill": server.kill()
    case "!start":
      try server.start()
      try server.waitUntilServing(atMost: .seconds(60))
    default: throw PeerFailure.broken("a client program asks for \(request)", output: "")
    }
  }
}
