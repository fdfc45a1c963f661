/// A real Apache server as a child process, stopped at the latest with the last reference to it.
///
/// An ensemble is several of them, started without waiting, one for each `EnsembleMembership`.
package final class ApacheServer: Sendable {
  package let reference: ApacheReference
  package let port: Int
  private let directory: ScratchDirectory
  private let process: LoggedProcess

  /// Starts the server and returns at once; `waitUntilServing` waits for it.
  package init(
    launching reference: ApacheReference, _ configuration: ServerConfiguration = .init(),
    membership: EnsembleMembership? = nil
  ) throws {
    self.reference = reference
    port = try membership?.clientPort ?? LoopbackSocket.freePorts(1)[0]
    directory = try ScratchDirectory("zookeeper-server")
    let text = configuration.text(
      dataDirectory: directory.path, port: port, membership: membership)
    let file = try directory.write(text, to: "zoo.cfg")
    if let membership { try directory.write("\(membership.ownID)\n", to: "myid") }
    var properties = configuration.properties
    if let jaas = configuration.jaas {
      properties["java.security.auth.login.config"] = try directory.write(jaas, to: "jaas.conf")
    }
    let main = "org.apache.zookeeper.server.quorum.QuorumPeerMain"
    process = LoggedProcess(
      try reference.java(main, properties: properties) + [file],
      log: directory.file("server.log"))
    try start()
  }

  /// Starts a server and waits until it serves.
  package convenience init(
    _ reference: ApacheReference, _ configuration: ServerConfiguration = .init(),
    membership: EnsembleMembership? = nil
  ) throws {
    try self.init(launching: reference, configuration, membership: membership)
    try waitUntilServing()
  }

  deinit {
    stop()
  }

  /// Starts the server again, on the same port and data.
  package func start() throws { try process.start() }

  package func stop() { process.stop() }

  /// Ends the server as a power cut would.
  package func kill() { process.kill() }

  package func waitUntilServing(atMost limit: Duration = .seconds(60)) throws {
    let serves = try poll(atMost: limit) {
      if let code = process.exitCode {
        throw PeerFailure.broken("the server ended with \(code)", output: lastWords)
      }
      return (try? fourLetterWord("srvr"))?.contains("Mode: ") == true
    }
    guard serves else {
      throw PeerFailure.broken("the server does not serve after \(limit)", output: lastWords)
    }
  }

  /// The answer to an administrator's word such as `srvr`.
  package func fourLetterWord(_ word: String) throws -> String {
    let socket = try LoopbackSocket.connect(to: port)
    socket.limitReads(to: .seconds(5))
    socket.write(Array(word.utf8))
    var answer: [UInt8] = []
    while let more = socket.read(atMost: 65_536) { answer += more }
    return String(decoding: answer, as: UTF8.self)
  }

  /// Such as `3.8.0`, by the server's own word.
  package func version() throws -> String {
    let answer = try fourLetterWord("srvr")
    let firstLine = answer.prefix { $0 != "\n" }
    guard let colon = firstLine.firstIndex(of: ":") else {
      throw PeerFailure.broken("srvr tells no version", output: answer)
    }
    let version = firstLine[firstLine.index(after: colon)...].drop { $0 == " " }
    return String(version.prefix { $0 != "-" && $0 != "," })
  }

  package var lastWords: String { process.lastWords }
}
