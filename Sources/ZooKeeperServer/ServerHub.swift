import ZooKeeperCrypto
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree
import ZooKeeperWire

/// Where network, brain and log meet, all of it on one loop's thread.
///
/// In a turn of the loop every request that has arrived is decided at once. At its end what was
/// decided goes to the log, and what may be said goes to the network, in one piece each.
final class ServerHub {
  let configuration: ServerConfiguration
  let loop: EventLoop
  var machine: ServerMachine
  /// Nil where nothing is stored: then everything is durable as soon as it is decided.
  let store: ServerStore?
  var connections = ConnectionTable()
  var counters = ServerCounters()
  var digests = DigestHistory()
  /// What the word `stmk` has set last. Nothing depends on it; Apache begins with this number.
  var traceMask: Int64 = 306
  let began: MonotonicInstant

  let end: ServerEnd
  var listener: Listener?
  /// How other threads get back to here; nil when there is no way back.
  var door: LoopBound<ServerHub>?
  var phase = Phase.serving

  /// Transactions that were decided and not yet given to the log.
  private var gathering = LogBatch()
  private var isWriting = false
  var beginsLogFile = false
  private var logFileBytes = 0
  var snapshot: SnapshotRun?
  var snapshotPace: SnapshotPace
  private let sink: ServerLog

  // Connections that something was said to in this turn, and those that wait for the disk.
  private var spokenTo: [ServerConnection] = []
  private var waiting: [ServerConnection] = []
  private var buffers = ReplyBufferPool()
  /// What the machine wants done, between its asking and our doing.
  private var output = ServerOutput()
  private var wallClock: Timestamp?
  private var tick: (deadline: MonotonicInstant, timer: TimerToken)?
  private var turnsOfGrace = 0

  enum Phase: Equatable {
    case serving
    /// Nobody is heard any more; the log is being finished.
    case stopping
    case stopped
  }

  init(
    _ configuration: ServerConfiguration, _ opened: ServerOpening.Opened, on loop: EventLoop,
    log: @escaping ServerLog, end: ServerEnd
  ) {
    self.configuration = configuration
    machine = opened.machine
    store = opened.store
    self.loop = loop
    began = MonotonicInstant(nanoseconds: LoopTime.current.nanoseconds)
    self.end = end
    sink = log
    snapshotPace = SnapshotPace(configuration.snapshots, seed: RandomBytes.number())
    if opened.wantsSnapshot { snapshotPace.hasten() }
    door = LoopBound(self, to: loop)
    // The loop holds the hub until all that is on it is closed: whoever waited for the end may
    // have let go of the server by then.
    loop.atEndOfTurn = { [self] in endTurn() }
  }

  /// Begins to listen, and returns the port.
  func listen(at address: SocketAddress) throws(SystemError) -> UInt16 {
    let backlog = configuration.connections.backlog.map { Int32(clamping: $0) }
    let listener = try Listener(
      at: address, backlog: backlog ?? TransportLimits.backlog, handler: self, on: loop)
    self.listener = listener
    // What was done since the turn began took time that no client had.
    machine.beginToServe(at: MonotonicInstant(nanoseconds: LoopTime.current.nanoseconds))
    scheduleTick()
    purgeRegularly()
    return listener.address.port
  }

  /// Where it listens.
  var port: UInt16 { listener?.address.port ?? configuration.port }

  func log(_ level: ServerLogEntry.Level, _ message: @autoclosure () -> String) {
    sink(ServerLogEntry(level: level, message: message()))
  }

  /// When this turn began.
  var now: MonotonicInstant {
    MonotonicInstant(nanoseconds: loop.now.nanoseconds)
  }

  var moment: Moment {
    let wall = wallClock ?? Timestamp(millisecondsSinceEpoch: WallClock.millisecondsSince1970)
    wallClock = wall
    return Moment(monotonic: now, wall: wall)
  }
}

// Hearing.
extension ServerHub: ListenerHandler {
  func handler(for peer: SocketAddress) -> (any StreamHandler)? {
    let limits = configuration.connections
    if limits.perAddressMax > 0, connections.count(from: peer.ip) >= limits.perAddressMax {
      log(
        .warning,
        "refusing \(peer): \(limits.perAddressMax) connections (maxClientCnxns) are open from there"
      )
      return nil
    }
    if limits.totalMax > 0, connections.count >= limits.totalMax {
      log(.warning, "refusing \(peer): \(limits.totalMax) connections (maxCnxns) are open")
      return nil
    }
    return connections.add(peer) { ServerConnection($0, peer: peer, hub: self) }
  }

  func acceptingFailed(_ error: SystemError) {
    log(.error, "cannot accept connections: \(error); trying on")
  }

  func opened(_ connection: ServerConnection) {
    step(.opened(connection.id, address: JavaAddress.text(of: connection.peer.ip)))
  }

  func greeted(by connection: ServerConnection, _ request: ConnectRequest) {
    step(.greeting(connection.id, request))
  }

  func heard(_ frame: RawSpan, on connection: ServerConnection) {
    // As Apache's server does with text that is not UTF-8.
    var reader = JuteReader(frame, text: .repairing)
    do throws(WireError) {
      let header = try RequestHeader(from: &reader)
      connection.expectAnswer(to: header.operation, header.xid)
      step(input(header, &reader, from: connection.id))
    } catch {
      log(.warning, "closing the connection of \(connection.peer): \(error)")
      connection.close()
    }
  }

  private func input(
    _ header: RequestHeader, _ reader: inout JuteReader, from id: ConnectionID
  ) -> ServerInput {
    do throws(WireError) {
      return .request(id, header, try Request(header.operation, from: &reader))
    } catch {
      return .malformed(
        id, header, isNullPath: error.field == "path" && error.reason == .null)
    }
  }

  func closed(_ connection: ServerConnection, because cause: CloseCause) {
    connections.remove(connection)
    step(.closed(connection.id))
  }

  func asked(_ word: FourLetterWord, with bytes: RawSpan, on connection: ServerConnection) {
    switch word {
    case _ where !word.isAllowed(by: configuration.fourLetterWords): break
    case .stmk: traceMask = word.argument(in: bytes) ?? traceMask
    case .srst: counters = ServerCounters()
    case .crst: for each in connections.all { each.counters.reset() }
    default: break
    }
    connection.sayWord(
      word.answer(from: HubFacts(self), allowed: configuration.fourLetterWords))
  }
}

// Deciding.
extension ServerHub {
  func step(_ input: ServerInput) {
    guard phase == .serving else { return }
    machine.step(input, at: moment)
    collect()
  }

  private func collect() {
    machine.drain(into: &output)
    if let last = output.log.last {
      for transaction in output.log {
        if let digest = transaction.digest { digests.note(digest, after: transaction.zxid) }
      }
      if store == nil {
        sayOutput()
        machine.durable(through: last.zxid)
        machine.drain(into: &output)
      } else {
        let before = gathering.byteCount
        for transaction in output.log { gathering.append(transaction) }
        snapshotPace.count(
          transactions: output.log.count, bytes: gathering.byteCount - before)
      }
    }
    sayOutput()
  }

  private func sayOutput() {
    for (id, message) in output.messages { connections[id]?.say(message) }
    // What was said may be large, and the next time far away.
    output.removeAll()
  }

  private func scheduleTick() {
    guard let deadline = machine.nextDeadline, phase == .serving else { return }
    if let tick {
      if tick.deadline <= deadline { return }
      loop.cancel(tick.timer)
    }
    // After a late tick, the turns of grace come one after the other.
    let moment = turnsOfGrace > 0 ? loop.now : LoopTime(nanoseconds: deadline.nanoseconds)
    let timer = loop.schedule(at: moment) { [self] in
      tick = nil
      takeTick()
    }
    tick = (deadline, timer)
  }

  /// Lets sessions expire whose time is up. A tick that comes late, because the process did not run
  /// or the disk held it up, first lets everybody be heard who has been waiting meanwhile.
  private func takeTick() {
    if turnsOfGrace == 0, let due = machine.sessions.nextDeadline, due <= now {
      let lateMilliseconds = (now.nanoseconds - due.nanoseconds) / 1_000_000
      if lateMilliseconds > configuration.tickMilliseconds / 2 {
        turnsOfGrace = connections.count / TransportLimits.eventsPerTurn + 2
      }
    }
    if turnsOfGrace > 0 { turnsOfGrace -= 1 }
    if turnsOfGrace == 0 { step(.tick) }
  }
}

// Speaking.
extension ServerHub {
  func buffer(for connection: ServerConnection) -> ReplyBuffer {
    spokenTo.append(connection)
    return buffers.take()
  }

  func giveBack(_ buffer: ReplyBuffer) {
    buffers.giveBack(buffer)
  }

  /// Whether requests may come in, or the disk has to catch up first.
  func mayHearMore(from id: ConnectionID) -> Bool {
    gathering.byteCount < ServerLimits.gatheredTransactionsMax
      && machine.heldBytes(for: id) < ServerLimits.heldBytesMax
      && machine.heldBytes < ServerLimits.heldBytesInAllMax
  }

  /// Looks after a connection that is not read from, until it is again.
  func paused(_ connection: ServerConnection) {
    // Without a disk there is nothing to wait for but the client itself.
    if connection.isListedAsWaiting || store == nil { return }
    connection.isListedAsWaiting = true
    waiting.append(connection)
  }

  private func endTurn() {
    guard phase != .stopped else { return }
    advanceSnapshot()
    writeLog()
    flush()
    scheduleTick()
    wallClock = nil
    if phase == .stopping && !isWriting { finish(.success(())) }
  }

  private func flush() {
    while let connection = spokenTo.popLast() { connection.flush() }
  }
}

// Making durable.
extension ServerHub {
  private func writeLog() {
    guard let store, !isWriting, !gathering.isEmpty, let door else { return }
    let report: @Sendable (LogWriter.Outcome) -> Void = { [mailbox = loop.mailbox] outcome in
      mailbox.post { door.value(on: $0).written(outcome) }
    }
    if let limit = configuration.log.fileBytesMax, logFileBytes >= limit { beginsLogFile = true }
    let beginsFile = beginsLogFile
    beginsLogFile = false
    logFileBytes = (beginsFile ? 0 : logFileBytes) + gathering.byteCount
    if connections.count == 1 && !store.log.isPreparingRoom {
      // Whoever waits for nothing on the disk shall not wait for it.
      flush()
      written(store.log.writeHere(&gathering, beginningFile: beginsFile, then: report))
    } else {
      isWriting = true
      store.log.write(&gathering, beginningFile: beginsFile, then: report)
    }
  }

  private func written(_ outcome: LogWriter.Outcome) {
    isWriting = false
    switch outcome {
    case .success(let zxid):
      machine.durable(through: zxid)
      collect()
      resumeWaiting()
    case .failure(let error):
      fail(
        ServerFailure(
          .transactionLog,
          "\(error): the server stops, and told nobody that the transactions behind it are stored."
            + " Everything acknowledged is on disk. Free space or replace the disk, then start"
            + " again.",
          isLogged: true))
    }
  }

  private func resumeWaiting() {
    let connections = waiting
    waiting = []
    for connection in connections {
      connection.isListedAsWaiting = false
      connection.resumeIfPossible()
    }
  }
}
