package import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport

/// A ZooKeeper server: one node, with the protocol and the files of Apache's.
///
/// ```swift
/// let server = try await ZooKeeperServer.start(.init(port: 0, storage: .inMemory))
/// // Any ZooKeeper client can connect to server.port.
/// await server.stop()
/// ```
public final class ZooKeeperServer: Sendable {
  /// Where it listens; if port 0 was asked for, the port that the system chose.
  public let port: UInt16

  private let thread: LoopThread
  private let hub: LoopBound<ServerHub>
  private let end: ServerEnd

  private init(port: UInt16, thread: LoopThread, hub: LoopBound<ServerHub>, end: ServerEnd) {
    self.port = port
    self.thread = thread
    self.hub = hub
    self.end = end
  }

  deinit {
    // A server that nobody holds any more ends as if it had been killed, but in order.
    thread.mailbox.post { [hub] loop in hub.value(on: loop).finish(.success(())) }
  }

  /// Brings back what is stored, and begins to serve.
  ///
  /// - Parameter log: takes what the server has to say to its operator; it may be called on any
  ///   thread and must not block.
  /// - Throws: why the server cannot start; nothing is left behind then.
  public static func start(
    _ configuration: ServerConfiguration, log: @escaping ServerLog = { _ in }
  ) async throws(ServerFailure) -> ZooKeeperServer {
    try await start(configuration, on: FileStorage(), log: log)
  }

  /// The same with files elsewhere than on the system's disks.
  package static func start(
    _ configuration: ServerConfiguration, on storage: any Storage, log: @escaping ServerLog
  ) async throws(ServerFailure) -> ZooKeeperServer {
    try configuration.validate()
    let end = ServerEnd()
    do {
      let thread = try LoopThread(named: "zk-server")
      let address = try await configuration.socketAddress(on: thread.mailbox)
      let (hub, port) = try await thread.mailbox.run { loop in
        let opening = ServerOpening(configuration: configuration, storage: storage, log: log)
        let opened = try opening.open()
        let hub = ServerHub(configuration, opened, on: loop, log: log, end: end)
        do {
          return (LoopBound(hub, to: loop), try hub.listen(at: address))
        } catch {
          hub.finish(.success(()))
          throw ServerFailure(.system, "cannot listen at \(address): \(error)")
        }
      }
      return ZooKeeperServer(port: port, thread: thread, hub: hub, end: end)
    } catch let failure as ServerFailure {
      throw failure
    } catch {
      throw ServerFailure(.system, "\(error)")
    }
  }

  /// Makes durable what was decided, closes all connections, and ends. Sessions live on in the
  /// files, and their clients can come back to a server that is started on these.
  public func stop() async {
    beginToStop()
    _ = await end.wait()
  }

  func onLoop<Result: Sendable>(
    _ job: @escaping @Sendable (ServerHub) -> Result
  ) async throws -> Result {
    try await thread.mailbox.run { [hub] loop in job(hub.value(on: loop)) }
  }

  func beginToStop() {
    thread.mailbox.post { [hub] loop in hub.value(on: loop).stop() }
  }

  /// Returns when the server has been stopped. Cancelling the task stops it.
  ///
  /// - Throws: why the server could not go on.
  public func run() async throws(ServerFailure) {
    let outcome = await withTaskCancellationHandler {
      await end.wait()
    } onCancel: {
      beginToStop()
    }
    try outcome.get()
  }
}

extension ServerConfiguration {
  /// Where to listen.
  fileprivate func socketAddress(on mailbox: Mailbox) async throws -> SocketAddress {
    guard let address else { return SocketAddress(.any, port: port) }
    let endpoint = Endpoint(host: address, port: port)
    let result = await withCheckedContinuation { continuation in
      mailbox.post { loop in
        Resolver.resolve(endpoint, on: loop) { continuation.resume(returning: $0) }
      }
    }
    switch result {
    case .success(let addresses):
      if let first = addresses.first { return first }
      throw ServerFailure(.system, "cannot listen at \(address): it has no address")
    case .failure(let error):
      throw ServerFailure(.system, "cannot listen at \(address): \(error.reason)")
    }
  }
}
