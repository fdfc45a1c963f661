import ZooKeeperModel

/// A real server and another one, each with the same clients, moving in step.
struct DifferentialPair<Theirs: DifferentialPeer, Ours: DifferentialPeer> {
  private static var clientCount: Int { 3 }

  private var theirs: DifferentialSide<Theirs>
  private var ours: DifferentialSide<Ours>
  private let known: Set<KnownDifference>

  init(_ theirs: Theirs, _ ours: Ours, known: Set<KnownDifference>) throws {
    self.theirs = DifferentialSide(theirs)
    self.ours = DifferentialSide(ours)
    self.known = known
    for place in 0..<Self.clientCount {
      _ = try self.theirs.open(place, timeoutMilliseconds: 60_000)
      _ = try self.ours.open(place, timeoutMilliseconds: 60_000)
    }
  }

  /// Plays one history; what differs first, in words, or nothing.
  mutating func compare(_ seed: UInt64, steps: Int) throws -> [String] {
    let base = "/s\(seed)"
    var history = DifferentialHistory(seed: seed, base: base, avoiding: known)
    let top = CreateRequest(
      path: base, data: nil, acl: AccessControl.open.entries, flags: .persistent)
    _ = try take(.request(.create(top)), 0)
    var recent: [String] = []
    for number in 1...steps {
      let (place, step) = history.next(of: Self.clientCount)
      recent = recent.suffix(4) + ["step \(number), client \(place): \(step)"]
      let differences = try take(step, place)
      if !differences.isEmpty { return recent + differences }
    }
    return []
  }

  private mutating func take(_ step: DifferentialStep, _ place: Int) throws -> [String] {
    var differences: [String] = []
    switch step {
    case .request(let request):
      differences += try ask(place, request)
    case .offend(let request):
      differences += try ask(place, request) + closing(place)
      differences += greetings(
        try theirs.move(place, timeoutMilliseconds: 60_000),
        try ours.move(place, timeoutMilliseconds: 60_000))
    case .end(let timeout):
      differences += try ask(place, .closeSession) + closing(place)
      differences += greetings(
        try theirs.open(place, timeoutMilliseconds: timeout),
        try ours.open(place, timeoutMilliseconds: timeout))
    case .move(let timeout):
      differences += greetings(
        try theirs.move(place, timeoutMilliseconds: timeout),
        try ours.move(place, timeoutMilliseconds: timeout))
    case .robbery:
      differences += greetings(try theirs.rob(place), try ours.rob(place))
      differences += greetings(
        try theirs.move(place, timeoutMilliseconds: 60_000),
        try ours.move(place, timeoutMilliseconds: 60_000))
    }
    return differences + (try events(of: step))
  }

  private mutating func ask(_ place: Int, _ request: Request) throws -> [String] {
    guard let apache = try theirs.peer.call(place, request) else { return ["Apache is silent"] }
    guard let answer = try ours.peer.call(place, request) else { return ["we do not answer"] }
    var differences: [String] = []
    let expected = DocumentedDifference.error(apache.header.error, to: request)
    if expected != answer.header.error {
      differences.append("Apache says \(expected), we \(answer.header.error)")
    } else if theirs.normalized(apache.reply) != asKnown(ours.normalized(answer.reply), to: request)
    {
      differences.append("Apache answers \(apache.reply as Any)\nwe \(answer.reply as Any)")
    }
    if apache.header.zxid != answer.header.zxid {
      differences.append("Apache is at \(apache.header.zxid), we at \(answer.header.zxid)")
    }
    return differences
  }

  /// Our reply as a server would give it that has the known differences.
  private func asKnown(_ reply: Reply?, to request: Request) -> Reply? {
    guard known.contains(.create2InMulti), case .multi(let asked) = request,
      case .multi(let answered)? = reply
    else { return reply }
    let results = zip(asked.operations, answered.results).map { step, result in
      guard case .create2 = step, case .create2(let created) = result else { return result }
      return MultiResult.create(path: created.path)
    }
    return .multi(MultiReply(results: results))
  }

  private mutating func closing(_ place: Int) -> [String] {
    theirs.peer.hasClosed(place) == ours.peer.hasClosed(place)
      ? [] : ["one closes the connection, the other does not"]
  }

  private func greetings(_ apache: ConnectReply?, _ own: ConnectReply?) -> [String] {
    let expected = apache.map { theirs.normalized($0) }
    let found = own.map { ours.normalized($0) }
    return expected == found ? [] : ["Apache greets with \(expected as Any), we \(found as Any)"]
  }

  private mutating func events(of step: DifferentialStep) throws -> [String] {
    var differences: [String] = []
    for place in 0..<Self.clientCount {
      var apache = try theirs.peer.takeEvents(place)
      var own = try ours.peer.takeEvents(place)
      if known.contains(.zxidOfEvents) {
        apache = apache.map(\.withoutZxid)
        own = own.map(\.withoutZxid)
      }
      // Apache keeps a session's nodes in no order.
      if case .end = step {
        apache.sort { "\($0)" < "\($1)" }
        own.sort { "\($0)" < "\($1)" }
      }
      if apache != own {
        differences.append("client \(place) hears \(apache) of Apache, of us \(own)")
      }
    }
    return differences
  }
}

/// What we do otherwise than Apache on purpose.
enum DocumentedDifference {
  /// The error that we give where Apache gives `error`.
  static func error(_ error: ErrorCode, to request: Request) -> ErrorCode {
    // Apache lets any client delete containers, past all access control lists.
    if case .deleteContainer = request { return .noAuth }
    return error
  }
}
