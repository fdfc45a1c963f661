import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

/// What callers and the loop share, under one lock: the machine, who waits for it, and the bytes
/// that are to leave next.
struct DriverCore: ~Copyable {
  /// Who may send. Bytes of one connection leave in one order, so only one can.
  enum SendRight {
    case free
    /// Somebody is sending, the loop or a caller.
    case taken
    /// The network is slow, or the bytes are the loop's to send.
    case withTheLoop
  }

  /// What whoever has just submitted a request is to do.
  enum AfterSubmit {
    case nothing
    case callLoop
    case send
  }

  var machine: SessionMachine
  var waiters = WaiterTable()
  var listeners: [WatchID: WatchListener] = [:]

  /// Sends past the loop; nil while there is no connection.
  var sender: StreamSender?
  var sendRight = SendRight.free
  // Counts connections, so that whoever comes back from sending knows whether it is still there.
  private var connection = 0
  // Whole frames in their order; those in front of `outgoingStart` have left.
  private var outgoing = WireBuffer()
  private var outgoingStart = 0
  // Of the present connection, as far as its senders have come back.
  private var bytesCounted = 0

  /// The loop was asked to come by and has not come yet.
  var isLoopCalled = false
  /// The loop comes by now and then, because somebody waits, or waited a moment ago.
  var isLoopAttentive = false
  /// Who waits until the session has ended.
  var endWaiters: [CheckedContinuation<Void, Never>] = []
  /// Who waits for room in the outbox.
  var roomWaiters = RoomQueue()
  /// What only grows; the rest is there to be looked up.
  var counters = ClientMetrics()
  /// A session that is gone, until its successor has a name.
  var lostSession: (SessionID, SessionEnd)?
  var leases = LeaseTable()

  /// For names that nobody else makes.
  var random: RandomSource

  init(_ machine: SessionMachine, random: RandomSource) {
    self.machine = machine
    self.random = random
  }

  /// How many requests may be on the way when a caller sends by itself, which saves a change of
  /// threads. With more of them, it saves more to send many at once.
  private static var inFlightForCallers: Int { 4 }

  mutating func afterSubmit() -> AfterSubmit {
    if isLoopCalled { return .nothing }
    if isLoopAttentive, sendRight == .free, sender != nil, machine.isLive,
      machine.requestsInFlight < DriverCore.inFlightForCallers
    {
      return .send
    }
    isLoopCalled = true
    return .callLoop
  }
}

/// Bytes on their way out, in the hands of whoever has the right to send.
struct Departure: ~Copyable, Sendable {
  fileprivate var bytes: WireBuffer
  fileprivate let beginning: Int
  fileprivate var start: Int
  fileprivate let connection: Int

  /// Lets the network have what it takes of the bytes.
  mutating func send(_ send: (RawSpan) -> Int) {
    start += send(bytes.bytes.extracting(start...))
  }
}

extension DriverCore {
  /// Takes the right to send, and what is to be sent. Nil if somebody else has the right, or if
  /// there is nothing.
  mutating func depart(atMost limit: Int, at now: MonotonicInstant) -> Departure? {
    guard sendRight != .taken else { return nil }
    machine.transmit(into: &outgoing, atMost: limit, at: now)
    if outgoingStart >= outgoing.count { return nil }
    sendRight = .taken
    var bytes = WireBuffer()
    swap(&bytes, &outgoing)
    let departure = Departure(
      bytes: bytes, beginning: outgoingStart, start: outgoingStart, connection: connection)
    outgoingStart = 0
    return departure
  }

  /// Gives the right to send back, with what did not leave.
  mutating func arrive(_ departure: consuming Departure, isLoopBusy: Bool) {
    // The connection is gone, and its bytes mean nothing to the next one.
    guard departure.connection == connection else { return }
    counters.bytesSent += departure.start - departure.beginning
    bytesCounted += departure.start - departure.beginning
    let isEmpty = departure.start == departure.bytes.count
    outgoingStart = isEmpty ? 0 : departure.start
    // What one burst needed is not kept for ever.
    if isEmpty && departure.bytes.count > Limits.requestBytesKept {
      outgoing = WireBuffer()
    } else {
      outgoing = departure.bytes
      if isEmpty { outgoing.removeAll() }
    }
    sendRight = isEmpty && !isLoopBusy ? .free : .withTheLoop
  }

  mutating func connectionOpened(_ sender: StreamSender) {
    self.sender = sender
  }

  /// The network took so many bytes of the connection, which is known for sure only now.
  mutating func connectionEnded(acceptedBytes: Int) {
    counters.bytesSent += acceptedBytes - bytesCounted
    bytesCounted = 0
    connection += 1
    sender = nil
    sendRight = .free
    outgoing = WireBuffer()
    outgoingStart = 0
  }
}

/// One listener of a watch.
enum WatchListener {
  /// A stream. The root is what its client calls so, in front of all its paths.
  case stream(WatchBuffer, root: ZNodePath)
  /// The owner of a node.
  case lease(LeaseID)

  var buffer: WatchBuffer? {
    switch self {
    case .stream(let buffer, _): buffer
    case .lease: nil
    }
  }
}
