import ZooKeeper
import ZooKeeperTransport

/// A real Apache server in a process of its own: one of an ensemble, or alone.
public final class ApacheMember: Sendable {
  /// The number that members know it by, from 1 on.
  public let id: Int

  /// Whether it follows without a vote.
  public let isObserver: Bool

  /// Its place in the ensemble as `reconfig` takes it, such as
  /// `server.1=127.0.0.1:2888:3888:participant;127.0.0.1:2181`.
  public let specification: String

  private let ports: MemberPorts
  private let commandLine: [String]
  private let folder: ScratchFolder
  private let thread: LoopThread
  private let process = Lock<ForeignProcess?>(nil)

  /// Writes what the server needs, and does not start it.
  init(
    _ release: ApacheRelease, _ place: MemberPlace, ensemble: [String], thread: LoopThread,
    adjust: (inout ApacheSettings) -> Void
  ) throws {
    id = place.id
    isObserver = place.isObserver
    specification = place.specification
    ports = place.ports
    self.thread = thread
    folder = try ScratchFolder("zookeeper-member")
    var settings = ApacheSettings(
      id: place.id, isObserver: place.isObserver, port: ports.client.number,
      dataDirectory: folder.file("data"))
    adjust(&settings)
    try folder.write("\(place.id)\n", to: "data/myid")
    commandLine = release.server(
      settings: try folder.write(settings.text(ensemble: ensemble), to: "zoo.cfg"),
      logging: try folder.write(ApacheRelease.logging, to: "log4j.properties"),
      properties: settings.properties)
  }

  /// The port for clients, on the loopback interface. It stays the same over restarts.
  public var port: UInt16 { ports.client.number }

  /// What clients take to connect to this server alone.
  public var connectString: String { "127.0.0.1:\(port)" }
}

// Life.
extension ApacheMember {
  /// Starts the server unless it runs, on the data it had before, and returns at once:
  /// `waitUntilServing` waits.
  public func start() async throws {
    if isRunning { return }
    let process = try await thread.mailbox.run { [commandLine, folder] _ in
      try ForeignProcess(commandLine, output: folder.file(Self.log))
    }
    self.process.withLock { $0 = process }
  }

  /// Asks the server to end, insists after five seconds, and returns when it has ended.
  public func stop() async {
    guard let process = current else { return }
    process.send(.resume)
    process.send(.terminate)
    if await !thread.poll(atMost: .seconds(5), until: { process.exitCode != nil }) { await kill() }
  }

  /// Ends the server as a power cut would, and returns when it has ended.
  public func kill() async {
    guard let process = current else { return }
    process.send(.kill)
    _ = await thread.poll(atMost: .seconds(60)) { process.exitCode != nil }
  }

  /// Lets the server stand still, as in a long collection of garbage: its connections stay, and
  /// nobody answers on them.
  public func pause() async {
    guard let process = current else { return }
    process.send(.pause)
    _ = await thread.poll(atMost: .seconds(60)) { process.isPaused || process.exitCode != nil }
  }

  /// Lets the server go on after a pause.
  public func resume() {
    current?.send(.resume)
  }

  /// Whether its process runs.
  public var isRunning: Bool { current.map { $0.exitCode == nil } ?? false }

  /// Waits until the server answers clients, in this role or else in any.
  public func waitUntilServing(
    as wanted: ApacheRole? = nil, atMost limit: Duration = .seconds(60)
  ) async throws {
    let serves = try await thread.poll(atMost: limit) {
      try checkThatItRuns()
      guard let role = await role() else { return false }
      return wanted == nil || role == wanted
    }
    guard serves else {
      let role = wanted.map { " as \($0.rawValue)" } ?? ""
      throw TestingFailure(
        "server \(id) does not serve\(role) after \(limit)", lastWords: lastWords)
    }
  }

  /// For who waits for it.
  func checkThatItRuns() throws {
    try Task.checkCancellation()
    guard let code = current?.exitCode else { return }
    throw TestingFailure("server \(id) ended with \(code)", lastWords: lastWords)
  }

  private static let log = "server.log"

  private var current: ForeignProcess? { process.withLock { $0 } }

  /// The end of what the server has said.
  public var lastWords: String { folder.tail(of: Self.log) }
}

// Asking.
extension ApacheMember {
  /// What the server does now, by its own word; nil when it does not serve.
  public func role() async -> ApacheRole? {
    // Somebody else may have taken the port in the moment before the server did.
    guard let role = await answer(to: "srvr").flatMap(ApacheRole.init(srvr:)),
      await answer(to: "conf")?.contains(folder.file("data")) == true
    else { return nil }
    return role
  }

  /// The answer to a four-letter word; nil when there is none within two seconds.
  public func answer(to word: String) async -> String? {
    guard isRunning, current?.isPaused != true, let word = FourLetterWord(word) else { return nil }
    let server = ServerAddress(host: "127.0.0.1", port: port)
    return try? await ServerProbe().ask(word, of: server, within: .seconds(2))
  }
}
