package import ZooKeeperModel
import ZooKeeperWire

/// Every decision of a client: what to send when, whose reply this is, when a server is gone and
/// what becomes of calls and watches then.
///
/// A value without sockets, clocks and locks. Its driver says what happens and does what the
/// effects say, in their order.
///
/// | phase | event | next |
/// |---|---|---|
/// | idle | start | resolving |
/// | resting | its time is over | resolving |
/// | resolving | resolved; failed | connecting; the next server |
/// | connecting | connected; failed | greeting; the next address, or else the next server |
/// | greeting | greeted; hung up | live; the next address, or else the next server |
/// | greeting | told that the session is gone | the session ends |
/// | live | the connection breaks | resolving the next server |
/// | any but live | the session's time is over | the session ends |
///
/// The next server is tried at once, unless all have failed: then after a rest. When a session ends
/// that its owner did not end, another takes its place, if that was asked for.
package struct SessionMachine: Sendable {
  let configuration: SessionConfiguration
  var random: RandomSource

  // The way to a server.
  var phase = Phase.idle
  /// When the phase has lasted too long.
  var phaseDeadline = MonotonicInstant.never
  var servers: ServerRound
  var addressCount = 0
  var nextAddress = 0
  /// Set while a connection that we drop is not gone yet: nothing that it says counts any more.
  var leaving: Disconnection?

  // The session.
  var session: EstablishedSession?
  /// How long the session outlives its connection.
  var timeout: Duration
  var lastZxid: Zxid
  var isReadOnly = false
  var sawReadWrite: Bool
  /// When the session must be gone on the server, while none serves us.
  var sessionDeadline = MonotonicInstant.never
  var heartbeat = Heartbeat()
  var search = ReadWriteSearch()
  var inquiry = HistoryInquiry()
  var credentials: CredentialBook
  var closing = Closing()

  // Requests.
  var bytes = RequestBytes()
  var outbox = Ring<QueuedRequest>()
  var outboxBytes = 0
  var ledger = Ring<QueuedRequest>()
  /// Whole frames that go before all requests: greetings, credentials, pings.
  var control: [UInt8] = []
  /// Watches to be restored, before the requests of callers.
  var restorations: [WatchRestoration.Batch] = []
  /// Restorations without a reply yet, in the order of the ledger.
  var restoring: [WatchRestoration.Batch] = []
  var nextXid: Int32 = 1
  /// Bytes handed out for the present connection.
  var streamOffset = 0
  /// No later than the earliest deadline of all requests.
  var requestDeadline = MonotonicInstant.never
  /// Operations that servers did not know when they were asked for them.
  var unknownOperations: [ServerAddress: Set<OpCode>] = [:]
  /// The server may be hanging up, and what is sent now would be lost: it has to answer so many
  /// pings first.
  var pingsInDoubt = 0
  /// Another server is better, and this one is left as soon as all that it was asked is answered.
  var wantsToMove = false

  var watches = WatchTable()
  /// Watches that the server keeps though all who had them left: others have asked for the same,
  /// and have no reply yet.
  var inheritedWatches: Set<ServerWatch> = []
  var lastingWatches = LastingWatches()
  /// Where the server was asked for less than a recursive watch and has not answered, in the order
  /// of asking; nil where nobody listens any more.
  var narrowings: [ZNodePath?] = []
  /// Where the server may keep a watch of one shot that nobody has any more: to remove it might
  /// have taken one that others have.
  var leftovers: Set<ZNodePath> = []

  private var effects = Ring<Effect>()

  package init(_ configuration: SessionConfiguration, random: RandomSource) {
    var random = random
    self.configuration = configuration
    servers = ServerRound(
      configuration.servers, shuffledWith: &random, shuffles: configuration.shufflesServers)
    self.random = random
    timeout = configuration.timeout
    lastZxid = configuration.resumed?.lastZxid ?? .zero
    session = configuration.resumed.map {
      EstablishedSession(id: $0.id, password: $0.password, isConfirmed: false)
    }
    sawReadWrite = session != nil
    credentials = CredentialBook(configuration.credentials)
  }

  /// Begins to look for a server.
  package mutating func start(at now: MonotonicInstant) {
    guard phase == .idle else { return }
    setSessionDeadline(from: now)
    tryNextServer(at: now)
  }
}

/// What a server gave us.
struct EstablishedSession: Hashable, Sendable {
  var id: SessionID
  var password: Secret
  /// A server has greeted us with it; one that was handed to us may be gone.
  var isConfirmed: Bool
}

// What the driver asks.
extension SessionMachine {
  package var hasEffects: Bool { !effects.isEmpty }

  /// What to do next, on the loop only.
  package mutating func nextEffect() -> Effect? { effects.popFirst() }

  mutating func emit(_ effect: Effect) { effects.append(effect) }

  package var sessionID: SessionID? { session?.id }

  /// How long the server waits for us, in its own words once it has greeted us.
  package var sessionTimeout: Duration { timeout }

  /// What somebody else needs to go on with the session.
  package var identity: SessionIdentity? {
    session.map { SessionIdentity(id: $0.id, password: $0.password, lastZxid: lastZxid) }
  }

  package var isLive: Bool { phase == .live && leaving == nil }

  package var hasEnded: Bool { phase == .ended }

  /// Whether the present server has said that it does not know an operation.
  package func lacks(_ operation: OpCode) -> Bool {
    guard !unknownOperations.isEmpty, let server = servers.current else { return false }
    return unknownOperations[server]?.contains(operation) ?? false
  }

  package var isReadOnlyNow: Bool { isReadOnly }

  package var requestsInFlight: Int { ledger.count }

  package var requestsWaiting: Int { outbox.count }

  package var bytesWaiting: Int { outboxBytes }

  package var watchCount: Int { watches.count }

  package var state: SessionState {
    switch (phase, session) {
    case (.ended, _): .ended(closing.end ?? .closed)
    case (.live, .some(let session)) where leaving == nil:
      isReadOnly ? .connectedReadOnly(session.id) : .connected(session.id)
    case (_, .some(let session)) where session.isConfirmed: .suspended(session.id)
    default: .connecting
    }
  }
}
