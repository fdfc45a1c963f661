import ZooKeeperModel
import ZooKeeperTree

@testable import ZooKeeperServer

/// A server's brain that is given one request after the other, on few paths, so that nodes go and
/// come again, with other lists, owners and children, while somebody writes a snapshot.
struct FuzzyHistory {
  var machine: ServerMachine
  private(set) var log: [Transaction] = []
  private var random: RandomSource
  private var connections: [ConnectionID] = []
  private var connectionsSoFar: UInt64 = 0
  private var requests: Int32 = 0
  private let moment = Moment(
    monotonic: MonotonicInstant(nanoseconds: 0),
    wall: Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))

  init(seed: UInt64, _ configuration: ServerConfiguration) throws {
    random = RandomSource(seed: seed)
    let revived = try Revival(configuration).finish(at: moment.monotonic)
    machine = ServerMachine(
      ServerMachine.Options(configuration), tree: revived.tree, sessions: revived.sessions)
    connect()
  }

  mutating func go(_ steps: Int) {
    for _ in 0..<steps { step() }
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func step() {
    switch number(0...19) {
    case 0: connect()
    case 1 where connections.count > 1: ask(.closeSession, on: connections.removeFirst())
    case 2...9: ask(create())
    case 10...13: ask(.delete(VersionedRequest(path: path(), version: .any)))
    case 14...15: ask(.setData(SetDataRequest(path: path(), data: data(), version: .any)))
    case 16...17: ask(.setACL(SetACLRequest(path: path(), acl: list(), version: .any)))
    default: ask(replacement())
    }
  }

  private mutating func connect() {
    connectionsSoFar += 1
    let id = ConnectionID(rawValue: connectionsSoFar)
    connections.append(id)
    machine.step(.opened(id, address: "127.0.0.1"), at: moment)
    let request = ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: 20_000, sessionID: SessionID(rawValue: 0),
      password: nil, readOnly: false)
    take(.greeting(id, request))
  }

  private mutating func ask(_ request: Request) {
    ask(request, on: connections[number(0...connections.count - 1)])
  }

  private mutating func ask(_ request: Request, on connection: ConnectionID) {
    requests += 1
    let header = RequestHeader(xid: Xid(rawValue: requests), operation: request.operation)
    take(.request(connection, header, request))
  }

  private mutating func take(_ input: ServerInput) {
    machine.step(input, at: moment)
    log += machine.drain().log
    machine.durable(through: log.last?.zxid ?? .zero)
    _ = machine.drain()
  }
}

// What is asked.
extension FuzzyHistory {
  private mutating func path() -> String {
    let names = ["a", "b", "c"]
    return (0...number(0...2)).reduce("") { path, _ in path + "/" + names[number(0...2)] }
  }

  private mutating func data() -> [UInt8] {
    [UInt8](repeating: UInt8(number(0...255)), count: number(0...4))
  }

  /// Seldom one that there was before.
  private mutating func list() -> [ACL] {
    if number(0...3) == 0 { return AccessControl.open.entries }
    return [ACL(.all, for: Identity(scheme: "ip", id: "10.0.0.\(number(1...200))"))]
  }

  private mutating func create() -> Request {
    let modes: [CreateFlags] = [.persistent, .persistent, .ephemeral, .persistentSequential]
    return .create(
      CreateRequest(
        path: path(), data: data(), acl: list(), flags: modes[number(0...modes.count - 1)]))
  }

  /// A node that goes and comes again in one transaction, or comes, goes and comes.
  private mutating func replacement() -> Request {
    let path = path()
    var steps: [MultiOperation] = []
    for _ in 0...number(0...1) {
      let creation = CreateRequest(path: path, data: data(), acl: list(), flags: .persistent)
      steps += [.create(creation), .delete(VersionedRequest(path: path, version: .any))]
    }
    // Either form fails as a whole where the node is in the way, or is not there.
    let isThere = number(0...1) == 0
    return .multi(
      MultiRequest(operations: isThere ? Array(steps.reversed()) : steps + steps.prefix(1)))
  }
}
