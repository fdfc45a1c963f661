import FrameSupport
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperSession

/// Plays the driver, the network and the server of one session machine, and writes down what
/// passes: our inputs at the margin, and beneath each what the machine wants done and sends.
///
/// It connects nothing by itself, but it drops a connection as soon as it is asked to, and takes
/// all bytes that are to be sent unless it is told to hold them back.
struct Script {
  var machine: SessionMachine
  private(set) var now = MonotonicInstant(nanoseconds: 0)
  private(set) var lines: [String] = []
  /// The network takes nothing.
  var holdsBack = false
  /// Bytes handed out in one go, at most, give or take a frame.
  var chunkBytes = 65_536
  /// Whether what only observers want to know is written down too.
  var showsReports = false
  /// Whether a connection that is to be dropped is gone at once.
  var dropsAtOnce = true

  /// What servers were asked about their data, in order.
  private(set) var questions: [ZxidQuestion] = []

  private var handedOut = 0
  private var greetingIsDue = false
  private var lastTicket: UInt64 = 0

  init(
    _ servers: [ServerAddress] = [.a], timeout: Duration = .seconds(9), seed: UInt64 = 1,
    _ change: (inout SessionConfiguration) -> Void = { _ in }
  ) {
    var configuration = SessionConfiguration(
      servers: servers, timeout: timeout, shufflesServers: false)
    change(&configuration)
    machine = SessionMachine(configuration, random: RandomSource(seed: seed))
  }

  /// What was written down since the last time.
  mutating func take() -> String {
    defer { lines = [] }
    return lines.joined(separator: "\n")
  }

  mutating func note(_ line: String) { lines.append(line) }

  var bytesHandedOut: Int { handedOut }
}

// The driver and the network.
extension Script {
  mutating func start() {
    note("start")
    machine.start(at: now)
    settle()
  }

  mutating func resolve(_ count: Int = 1) {
    note("resolved: \(count)")
    machine.resolved(addressCount: count, at: now)
    settle()
  }

  mutating func failToResolve() {
    note("not resolved")
    machine.resolutionFailed("no such host", at: now)
    settle()
  }

  mutating func connect() {
    note("connected")
    handedOut = 0
    greetingIsDue = true
    machine.connected(at: now)
    settle()
  }

  /// The connection breaks; by default after the network took everything.
  mutating func lose(_ cause: Disconnection = .closedByServer, accepted: Int? = nil) {
    note("lost: \(cause.word)")
    gone(cause, accepted: accepted)
  }

  mutating func gone(_ cause: Disconnection, accepted: Int? = nil) {
    let accepted = accepted ?? handedOut
    handedOut = 0
    machine.disconnected(cause, acceptedBytes: accepted, at: now)
    settle()
  }

  /// Lets time pass, and wakes the machine whenever it wants to be woken.
  mutating func wait(_ duration: Duration) {
    let end = now + duration
    var lastWake = MonotonicInstant(nanoseconds: -1)
    while machine.nextDeadline <= end {
      let wake = max(now, machine.nextDeadline)
      guard wake > lastWake else { return note("the machine wants to be woken for ever") }
      lastWake = wake
      now = wake
      let before = lines.count
      machine.advance(to: now)
      settle()
      if lines.count > before { lines.insert("at \(seconds)", at: before) }
    }
    now = end
  }

  /// Lets time pass without anybody noticing.
  mutating func skip(_ duration: Duration) { now = now + duration }

  var seconds: String {
    let milliseconds = now.nanoseconds / 1_000_000
    let thousandths = String(milliseconds % 1000 + 1000).dropFirst()
    return "\(milliseconds / 1000).\(thousandths) s"
  }
}

// The server.
extension Script {
  mutating func greet(
    _ id: Int64, timeout: Int32 = 9000, password: String = "secret", readOnly: Bool? = false
  ) {
    note("< welcome \(SessionID(rawValue: id))")
    let reply = ConnectReply(
      timeoutMilliseconds: timeout, sessionID: SessionID(rawValue: id),
      password: Secret(password), readOnly: readOnly)
    receive { reply.encode(to: &$0) }
  }

  mutating func refuseSession() {
    note("< no such session")
    let reply = ConnectReply(
      timeoutMilliseconds: 0, sessionID: .none, password: Secret([UInt8](repeating: 0, count: 16)),
      readOnly: false)
    receive { reply.encode(to: &$0) }
  }

  mutating func reply(
    _ xid: Int32, zxid: Int64 = 1, _ error: ErrorCode = .ok, announced: Int? = nil
  ) {
    note("< \(xid) \(error.word)")
    receive(announced: announced) {
      ReplyHeader(xid: Xid(rawValue: xid), zxid: Zxid(rawValue: zxid), error: error)
        .encode(to: &$0)
    }
  }

  mutating func event(_ kind: WatchEventKind, _ path: String, zxid: Int64 = 5) {
    note("< \(kind.word) \(path)")
    receive {
      ReplyHeader(xid: .notification, zxid: Zxid(rawValue: zxid)).encode(to: &$0)
      WatcherEvent(kind: kind, state: .connected, path: path).encode(to: &$0)
    }
  }

  mutating func receive(announced: Int? = nil, _ body: (inout JuteWriter) -> Void) {
    var writer = JuteWriter()
    body(&writer)
    let verdict = machine.received(
      writer.bytes, announcedBytes: announced ?? writer.bytes.byteCount, at: now)
    if case .reply(let ticket, let header) = verdict {
      note("  call \(ticket.rawValue): \(header.error.word)")
    }
    settle()
  }
}

// Questions.
extension Script {
  /// Answers one of them, by default the latest.
  mutating func answer(_ answer: ZxidAnswer, to index: Int? = nil) {
    let question = questions[index ?? questions.count - 1]
    note("< \(question.server.host) \(answer.text)")
    machine.answered(question, answer)
    settle()
  }
}

// Callers.
extension Script {
  @discardableResult
  mutating func submit(
    _ request: Request, bound: Bool = false, deadline: Duration? = nil, watch: WatchID? = nil
  ) -> UInt64 {
    lastTicket += 1
    note("call \(lastTicket): \(request.text)")
    var writer = JuteWriter()
    request.encode(to: &writer)
    let outgoing = OutgoingRequest(
      request.operation, lossRule: request.changesSomething ? .giveUp : .askAgain,
      isBoundToSession: bound, deadline: deadline.map { now + $0 }, watch: watch)
    do throws(CallFailure) {
      try machine.submit(outgoing, body: writer.bytes, for: Ticket(rawValue: lastTicket))
    } catch {
      note("  refused: \(error.text)")
    }
    settle()
    return lastTicket
  }

  /// Leaves a watch by the read or the request that goes with the mode.
  @discardableResult
  mutating func listen(_ path: ZNodePath, _ mode: WatchMode) -> WatchID {
    let id = machine.watch(path, mode)
    let read = ReadRequest(path: path.text, watch: true)
    switch mode {
    case .data: submit(.getData(read), watch: id)
    case .existence: submit(.exists(read), watch: id)
    case .children: submit(.getChildren2(read), watch: id)
    case .persistent:
      submit(.addWatch(AddWatchRequest(path: path.text, mode: .persistent)), watch: id)
    case .recursive:
      submit(.addWatch(AddWatchRequest(path: path.text, mode: .persistentRecursive)), watch: id)
    }
    return id
  }

  mutating func unwatch(_ id: WatchID) {
    note("unwatch \(id.generation)")
    machine.unwatch(id)
    settle()
  }

  mutating func abandon(_ tickets: UInt64..., because reason: CallFailure.Reason = .cancelled) {
    note("abandon \(tickets.map(String.init).joined(separator: " "))")
    machine.abandon(because: reason) { tickets.contains($0.rawValue) }
    settle()
  }

  mutating func addCredential(_ user: String, within patience: Duration? = nil) {
    lastTicket += 1
    note("call \(lastTicket): credential \(user)")
    do throws(CallFailure) {
      let credential = Credential.digest(user: user, password: "")
      let deadline = patience.map { now + $0 } ?? .never
      try machine.addCredential(credential, for: Ticket(rawValue: lastTicket), until: deadline)
    } catch {
      note("  refused: \(error.text)")
    }
    settle()
  }

  mutating func close(within patience: Duration = .seconds(5)) {
    note("close")
    machine.close(within: patience, at: now)
    settle()
  }

  mutating func detach() {
    note("detach")
    machine.detach(at: now)
    settle()
  }
}

// Between two inputs.
extension Script {
  /// Does what the machine wants, and sends what it has to say, until there is nothing left.
  mutating func settle() {
    while let effect = machine.nextEffect() {
      if let text = effect.text(showsReports: showsReports) { note("  \(text)") }
      if case .inquire(let question) = effect { questions.append(question) }
      if case .disconnect(let cause) = effect, dropsAtOnce { return gone(cause) }
    }
    if !holdsBack { transmit() }
  }

  /// Hands out all there is, and tells the sizes of the pieces.
  mutating func sizesHandedOut() -> [Int] {
    var sizes: [Int] = []
    while machine.hasSomethingToSend {
      var buffer = WireBuffer()
      machine.transmit(into: &buffer, atMost: chunkBytes, at: now)
      sizes.append(buffer.count)
    }
    return sizes
  }

  mutating func transmit(pieces: Int = .max) {
    var pieces = pieces
    while pieces > 0, machine.hasSomethingToSend {
      pieces -= 1
      var buffer = WireBuffer()
      machine.transmit(into: &buffer, atMost: chunkBytes, at: now)
      guard buffer.count > 0 else { return note("  nothing to send after all") }
      handedOut += buffer.count
      var assembler = FrameAssembler()
      do throws(WireError) {
        _ = try assembler.consume(buffer.bytes) { frame, _ in
          note("  > \(FrameText.describe(frame, isGreeting: greetingIsDue))")
          greetingIsDue = false
          return .more
        }
      } catch {
        note("  > not a frame: \(error)")
      }
    }
  }
}

extension ServerAddress {
  static let a = ServerAddress(host: "a")
  static let b = ServerAddress(host: "b")
  static let c = ServerAddress(host: "c")
}

extension Script {
  /// A script whose session is served, with nothing written down yet.
  static func live(
    _ servers: [ServerAddress] = [.a], timeout: Duration = .seconds(9),
    _ change: (inout SessionConfiguration) -> Void = { _ in }
  ) -> Script {
    var script = Script(servers, timeout: timeout, change)
    script.start()
    script.reach(0xA)
    _ = script.take()
    return script
  }

  /// Gets from a server's name to its welcome.
  mutating func reach(_ id: Int64, readOnly: Bool = false) {
    resolve()
    connect()
    greet(id, readOnly: readOnly)
  }
}
