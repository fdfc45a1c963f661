import Foundation
import FrameSupport
import PeerSupport
import Testing
import ZooKeeperModel
import ZooKeeperTree

/// The same histories for a real server and for our server's brain: every answer and every watch
/// event must be the same, once clocks and session numbers are taken out.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DifferentialTests {
  static let seeds: UInt64 = 50
  static let requestsPerSeed = 400

  @Test("no answer and no event differs from Apache's")
  func histories() throws {
    for reference in try Peers.references() {
      var pair = try ServerPair(reference)
      for seed in DifferentialTests.askedSeeds() {
        let differences = try pair.compare(seed, requests: DifferentialTests.requestsPerSeed)
        #expect(
          differences.isEmpty,
          """
          \(reference.name), seed \(seed): \(differences.joined(separator: "\n"))
          repeat with: ZK_SEED=\(seed) HOUSE_PEERS=1 swift test --filter DifferentialTests
          """)
        if !differences.isEmpty { break }
      }
    }
  }

  /// One seed if that is asked for, more than usual if `make differential` asks for them.
  private static func askedSeeds() -> [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["ZK_SEED"].flatMap(UInt64.init) { return [seed] }
    return Array(1...(environment["ZK_SEEDS"].flatMap(UInt64.init) ?? seeds))
  }
}

/// A real server and our brain, each with the same clients, moving in step.
struct ServerPair {
  private let server: ApacheServer
  private let isOld: Bool
  private var theirs: [RawClient] = []
  private var ours = MachinePeer()
  /// Both servers' sessions, by the place of their client.
  private var places: [SessionID: Int64] = [:]

  init(_ reference: ApacheReference) throws {
    isOld = reference.name == "3.8"
    // Nobody reaps containers while we look.
    server = try ApacheServer(
      reference,
      ServerConfiguration(
        ["extendedTypesEnabled": "true", "maxSessionTimeout": "60000"],
        properties: ["znode.container.checkIntervalMs": "3600000"]))
    for place in 0..<3 {
      let client = try RawClient(to: server)
      theirs.append(client)
      places[client.greeting.sessionID] = Int64(place)
      if let session = ours.connect(UInt64(place)) { places[session] = Int64(place) }
    }
    let auth = Request.auth(AuthRequest(scheme: "digest", credential: Secret("user:password")))
    _ = try theirs[2].call(auth)
    _ = ours.call(2, auth)
  }

  /// Plays one history; what differs first, in words, or nothing.
  mutating func compare(_ seed: UInt64, requests: Int) throws -> [String] {
    var generator = RequestGenerator(seed: seed, base: "/s\(seed)", isForOldServers: isOld)
    let top = CreateRequest(
      path: "/s\(seed)", data: nil, acl: AccessControl.open.entries, flags: .persistent)
    _ = try step(0, .create(top))
    for number in 1...requests {
      let request = generator.request()
      let differences = try step(generator.client(of: theirs.count), request)
      if !differences.isEmpty { return ["request \(number): \(request)"] + differences }
    }
    return []
  }

  private mutating func step(_ place: Int, _ request: Request) throws -> [String] {
    let (_, reply) = try theirs[place].call(request)
    let header = theirs[place].lastHeader
    guard let answer = ours.call(UInt64(place), request) else { return ["we do not answer"] }
    var differences: [String] = []
    if header.error != answer.header.error {
      differences.append("Apache says \(header.error), we \(answer.header.error)")
    } else if normalized(reply) != normalized(answer.reply) {
      differences.append("Apache answers \(reply as Any)\nwe \(answer.reply as Any)")
    }
    if header.zxid != answer.header.zxid {
      differences.append("Apache is at \(header.zxid), we at \(answer.header.zxid)")
    }
    for place in theirs.indices {
      // A ping comes back behind every event that came before it.
      _ = try theirs[place].call(.ping)
      let events = theirs[place].events
      theirs[place].forgetEvents()
      let ourEvents = ours.takeEvents(UInt64(place))
      if events != ourEvents {
        differences.append("client \(place) hears \(events) of Apache, of us \(ourEvents)")
      }
    }
    return differences
  }

  /// Without clocks, with sessions by their place, and lists without an order sorted.
  private func normalized(_ reply: Reply?) -> Reply? {
    switch reply {
    case .created(let body): .created(CreateReply(path: body.path, stat: normalized(body.stat)))
    case .stat(let stat): .stat(normalized(stat))
    case .data(let body): .data(DataReply(data: body.data, stat: normalized(body.stat)))
    case .children(let names): .children(names?.sorted())
    case .childrenWithStat(let body):
      .childrenWithStat(
        ChildrenReply(children: body.children?.sorted(), stat: normalized(body.stat)))
    case .acl(let body): .acl(ACLReply(acl: body.acl, stat: normalized(body.stat)))
    case .ephemerals(let paths): .ephemerals(paths?.sorted())
    case .multi(let body): .multi(MultiReply(results: body.results.map { normalized($0) }))
    // An answer that is only a header.
    case .empty: nil
    case let other: other
    }
  }

  private func normalized(_ result: MultiResult) -> MultiResult {
    switch result {
    case .create2(let body):
      .create2(CreateReply(path: body.path, stat: normalized(body.stat)))
    case .setData(let stat): .setData(normalized(stat))
    case .getData(let body): .getData(DataReply(data: body.data, stat: normalized(body.stat)))
    case .getChildren(let names): .getChildren(names?.sorted())
    default: result
    }
  }

  private func normalized(_ stat: Stat) -> Stat {
    var stat = stat
    stat.ctime = Timestamp(millisecondsSinceEpoch: 0)
    stat.mtime = Timestamp(millisecondsSinceEpoch: 0)
    stat.ephemeralOwner = stat.ephemeralOwner.map { owner in
      SessionID(rawValue: (places[owner] ?? -2) + 1)
    }
    return stat
  }
}
