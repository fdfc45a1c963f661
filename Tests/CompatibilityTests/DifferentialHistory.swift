import ZooKeeperModel

/// What a client does next, in a history that two servers are told.
enum DifferentialStep {
  case request(Request)
  /// Asks for what ends the connection, and comes back with its session.
  case offend(Request)
  /// Ends its session and opens another.
  case end(timeoutMilliseconds: Int32)
  /// Takes its session to another connection.
  case move(timeoutMilliseconds: Int32)
  /// A stranger tries to take the session; then its client moves it. That must be, because Apache
  /// throws out the client before it looks at the stranger's password, which we do not.
  case robbery
}

/// Makes up histories: requests mostly, and clients that come, go and move.
struct DifferentialHistory {
  private var random: RandomSource
  private var requests: RequestGenerator

  init(seed: UInt64, base: String, avoiding avoided: Set<KnownDifference>) {
    random = RandomSource(seed: seed &+ 0x9E37_79B9)
    requests = RequestGenerator(seed: seed, base: base, avoiding: avoided)
  }

  mutating func next(of places: Int) -> (place: Int, step: DifferentialStep) {
    (below(places), step())
  }

  private mutating func step() -> DifferentialStep {
    switch below(80) {
    case 0: .end(timeoutMilliseconds: timeout())
    case 1, 2: .move(timeoutMilliseconds: timeout())
    case 3: .robbery
    case 4: .offend(offence())
    default: .request(requests.request())
    }
  }

  /// Long enough for a slow machine to finish the history.
  private mutating func timeout() -> Int32 {
    [30_000, 45_000, 60_000, 100_000][below(4)]
  }

  private mutating func offence() -> Request {
    let nobody = AuthRequest(scheme: "nonsense", credential: Secret("a"))
    let nothing = AuthRequest(scheme: "digest", credential: nil)
    return [.auth(nobody), .auth(nothing)][below(2)]
  }

  private mutating func below(_ bound: Int) -> Int {
    Int(random.next() % UInt64(bound))
  }
}
