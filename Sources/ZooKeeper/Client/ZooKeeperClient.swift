// The words of the house are the words of its users: `import ZooKeeper` is all they need.
@_exported public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

/// A client of a ZooKeeper ensemble, or of a single server.
///
/// It connects by itself, and stays connected: calls made while no server is there wait for one, at
/// most for `ClientConfiguration.requestTimeout`. Use `withZooKeeper` where a scope suits you; a
/// service makes a client, keeps it, and closes it at the end.
///
/// A client is cheap to copy and to hand around: all copies share one session. When the last copy
/// is gone without `close()`, the session is closed in passing.
///
/// - Ordering: requests are sent in the order of the calls, up to their first `await`. When a call
///   returns, every change that a watch of this client saw before it is already in its stream.
/// - Cancellation: a cancelled call ends within milliseconds, with `cancelled` and an honest
///   outcome; it disturbs no other call.
public struct ZooKeeperClient: Sendable {
  let handle: ClientHandle
  /// What this view calls the root.
  let root: ZNodePath

  init(_ handle: ClientHandle, root: ZNodePath) {
    self.handle = handle
    self.root = root
  }

  var driver: SessionDriver { handle.driver }
}

extension ZooKeeperClient {
  /// Makes a client, which begins to connect at once.
  ///
  /// - Throws: `InvalidConfiguration` if the settings make no sense, and whatever the system says
  ///   if it has no more threads or descriptors.
  public init(_ configuration: ClientConfiguration) throws {
    try configuration.validate()
    let thread = try LoopThread.shared()
    self.init(configuration, on: thread.mailbox)
  }

  /// Makes a client for a list of servers with the settings that suit most.
  public init(_ servers: ServerList) throws {
    try self.init(ClientConfiguration(servers: servers))
  }

  /// Makes a client on a loop of one's own.
  init(_ configuration: ClientConfiguration, on mailbox: Mailbox) {
    // No secret: it shuffles servers and spreads reconnects. Swift's hasher differs from process to
    // process, and the clock from client to client.
    let seed = UInt64(bitPattern: LoopTime.current.nanoseconds ^ Int64(Hasher().finalize()))
    let driver = SessionDriver(configuration, seed: seed, on: mailbox)
    self.init(ClientHandle(driver), root: configuration.servers.root)
    driver.start()
    if configuration.followsEnsemble { driver.followEnsemble() }
  }

  /// The same client, for which a node is the root: paths are read as being beneath it. It shares
  /// the session.
  public func scoped(to path: ZNodePath) -> ZooKeeperClient {
    ZooKeeperClient(handle, root: path.absolute(under: root))
  }

  /// Where the client stands: now, and whenever that changes. Who looks seldom sees the latest.
  public var states: SessionStates { SessionStates(driver.states) }

  /// Where the client stands now. When a call has failed, this says already what it failed of;
  /// `states` and events may come a moment later.
  public var state: SessionState { driver.core.withLock { $0.machine.state } }

  /// The session, unless there is none.
  public var session: SessionID? { driver.core.withLock { $0.machine.sessionID } }

  /// How long the session outlives its connection, as the servers granted it; before they have,
  /// as we ask for it.
  public var sessionTimeout: Duration { driver.core.withLock { $0.machine.sessionTimeout } }

  /// The client's counters.
  public var metrics: ClientMetrics { driver.metrics }

  /// Runs tasks on the thread that moves this client's bytes, so that an answer reaches them
  /// without a change of threads: `withTaskExecutorPreference(client.executor) { … }`.
  ///
  /// All clients of the process share that thread. Whoever blocks it, or computes for long on it,
  /// keeps all of them waiting.
  public var executor: any TaskExecutor { driver.mailbox.executor }
}

// Its life.
extension ZooKeeperClient {
  /// Waits until a server serves the session.
  ///
  /// No call needs this: calls wait by themselves. It is for programs that want to say early that
  /// nobody is there.
  ///
  /// - Parameter patience: how long to wait; nil for ever.
  /// - Throws: `timedOut`; `closed`, `sessionExpired` or `authFailed` if the client has ended.
  public func untilConnected(within patience: Duration? = nil) async throws(ZooKeeperError) {
    guard let patience else { return try await waitForConnection() }
    let alarm = driver.alarm(after: patience)
    let outcome = await withTaskGroup(of: Result<Void, ZooKeeperError>.self) { group in
      group.addTask {
        do throws(ZooKeeperError) {
          return .success(try await waitForConnection())
        } catch {
          return .failure(error)
        }
      }
      group.addTask {
        await alarm.wait()
        return .failure(
          ZooKeeperError(
            .timedOut, outcome: .notApplied, operation: .connect,
            detail: "no server was there within \(patience)"))
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? .success(())
    }
    try outcome.get()
  }

  private func waitForConnection() async throws(ZooKeeperError) {
    for await state in states {
      switch state {
      case .connected, .connectedReadOnly: return
      case .ended(let end): throw ZooKeeperError(end, operation: .connect)
      case .connecting, .suspended: continue
      }
    }
    throw ZooKeeperError(.cancelled, outcome: .notApplied, operation: .connect)
  }

  /// Ties the client's life to a task: returns when the client has been closed. A task that is
  /// cancelled closes it in good order.
  public func run() async throws(ZooKeeperError) {
    for await state in states {
      guard case .ended(let end) = state else { continue }
      if end == .closed || end == .closedUnheard || end == .detached { return }
      throw ZooKeeperError(end, operation: .connect)
    }
    await close()
  }

  /// Ends the session, after everything that was asked for: its ephemeral nodes go at once.
  /// Returns when the servers know, or after `ClientConfiguration.closeTimeout`, even to a task
  /// that was cancelled. Calls made later fail with `closed`.
  public func close() async {
    await driver.close()
  }

  /// Ends the client and leaves its session alive, for another client to go on with: within the
  /// session's timeout, with `ClientConfiguration.resume`. Nil if there was no session.
  public func detach() async -> SessionTicket? {
    await driver.detach()
  }

  /// Uses other servers from now on. If the present one is not among them, the client moves; if it
  /// is, it moves with just the chance that spreads all clients evenly. The root stays.
  public func updateServers(_ servers: ServerList) {
    driver.updateServers(servers.servers)
  }
}
