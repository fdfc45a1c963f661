import ZooKeeper
import ZooKeeperTransport

/// Stands between clients and servers, and lets go wrong what goes wrong in a network.
///
/// Each server gets a port of the proxy's. What happens to a connection is planned when its client
/// greets, and can be changed at any time. Four-letter words pass as they are.
///
/// ```swift
/// try await withChaosProxy(before: server.connectString) { proxy in
///   let address = proxy.connectString
///   // Let a client connect there, and then:
///   await proxy.strike(.cutBeforeReply)
///   // What it asks for next is done, and it does not hear of it.
/// }
/// ```
public final class ChaosProxy: Sendable {
  /// Where clients come to each of the servers, in their order.
  public let ports: [UInt16]

  private let thread: LoopThread
  private let doors: LoopBound<[ChaosDoor]>

  private init(ports: [UInt16], thread: LoopThread, doors: LoopBound<[ChaosDoor]>) {
    self.ports = ports
    self.thread = thread
    self.doors = doors
  }

  /// Starts a proxy. Whoever does has to stop it.
  ///
  /// - Parameters:
  ///   - servers: hosts and ports, separated by commas, as clients take them to connect.
  ///   - plan: says what a connection has to go through. Connections are counted from 1, in the
  ///     order in which their clients greet. It is called on the proxy's thread and must not block.
  public static func start(
    before servers: String,
    plan: @escaping @Sendable (_ connection: Int) -> ChaosPlan = { _ in ChaosPlan() }
  ) async throws -> ChaosProxy {
    let list = try ServerList(validating: servers)
    guard list.root.isRoot else {
      throw TestingFailure("a proxy stands before servers, and \(list.root) is a node")
    }
    let thread = try LoopThread(named: "zk-chaos")
    var addresses: [SocketAddress] = []
    for server in list.servers { addresses.append(try await address(of: server, on: thread)) }
    let (ports, doors) = try await thread.mailbox.run { [addresses] loop in
      var connections = 0
      let doors = addresses.map { address in
        ChaosDoor(to: address, on: loop) {
          connections += 1
          return plan(connections)
        }
      }
      return (try doors.map { try $0.open() }, LoopBound(doors, to: loop))
    }
    return ChaosProxy(ports: ports, thread: thread, doors: doors)
  }

  private static func address(
    of server: ServerAddress, on thread: LoopThread
  ) async throws -> SocketAddress {
    let addresses = try await withCheckedThrowingContinuation { continuation in
      thread.mailbox.post { loop in
        Resolver.resolve(Endpoint(server), on: loop) { continuation.resume(with: $0) }
      }
    }
    guard let first = addresses.first else { throw TestingFailure("\(server) has no address") }
    return first
  }

  /// What clients take to connect: a place for every server.
  public var connectString: String {
    ports.map { "127.0.0.1:\($0)" }.joined(separator: ",")
  }

  /// Breaks all connections and takes no more.
  public func stop() async {
    await onDoors(nil) { $0.close() }
  }
}

// What a test can do. Each of these is about one server, by its place among them, or about all; and
// is done when it returns.
extension ChaosProxy {
  /// Breaks every connection.
  public func cut(server: Int? = nil) async {
    await onDoors(server) { $0.cut() }
  }

  /// Lets nothing through any more, as a network does that is gone, until `resume`. Connections
  /// stay open, and new ones are accepted.
  public func stall(server: Int? = nil) async {
    await onDoors(server) { $0.stall(true) }
  }

  /// Lets everything through again, what was held back first.
  public func resume(server: Int? = nil) async {
    await onDoors(server) { $0.stall(false) }
  }

  /// Hangs up on whoever connects from now on, until `admit`.
  public func refuse(server: Int? = nil) async {
    await onDoors(server) { $0.refuse(true) }
  }

  /// Lets clients connect again.
  public func admit(server: Int? = nil) async {
    await onDoors(server) { $0.refuse(false) }
  }

  /// Lets every open connection suffer a fault, whatever was planned for it: at its next request,
  /// or after so many of them. Pings do not count.
  public func strike(
    _ fault: ChaosFault, after requests: Int = 0, server: Int? = nil
  ) async {
    await onDoors(server) { $0.expect(.init(fault, after: requests)) }
  }

  /// How many clients are connected.
  public func connectionCount(server: Int? = nil) async -> Int {
    await onDoors(server) { $0.connectionCount }.reduce(0, +)
  }

  @discardableResult
  private func onDoors<Value: Sendable>(
    _ server: Int?, _ job: @escaping @Sendable (ChaosDoor) -> Value
  ) async -> [Value] {
    let values = try? await thread.mailbox.run { [doors] loop in
      doors.value(on: loop).enumerated().compactMap { index, door in
        server == nil || server == index ? job(door) : nil
      }
    }
    // The loop runs as long as somebody holds its thread.
    return values ?? []
  }
}

/// Runs `body` beside a proxy, and ends the proxy whatever comes of it.
///
/// The parameters are those of `ChaosProxy.start`.
public func withChaosProxy<Result>(
  before servers: String,
  plan: @escaping @Sendable (_ connection: Int) -> ChaosPlan = { _ in ChaosPlan() },
  isolation: isolated (any Actor)? = #isolation,
  _ body: (ChaosProxy) async throws -> Result
) async throws -> Result {
  let proxy = try await ChaosProxy.start(before: servers, plan: plan)
  do {
    let result = try await body(proxy)
    await proxy.stop()
    return result
  } catch {
    await proxy.stop()
    throw error
  }
}
