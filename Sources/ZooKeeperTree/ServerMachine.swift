package import ZooKeeperModel

/// Every decision of a server, as one value: sessions, tree, watches, and what may be said when.
///
/// It is told what happens and at which moment, and is asked what to log and what to say. It
/// applies a change at once and withholds what depends on it until the log is durable.
package struct ServerMachine: Sendable {
  /// What the server allows.
  package struct Options: Sendable {
    package var access: Access
    package var authentication: Authentication
    /// Whether hard limits of quotas are kept (Apache's `enforceQuota`).
    package var enforcesQuota: Bool
    package var reaping: Reaper.Options

    package init(
      access: Access, authentication: Authentication, enforcesQuota: Bool = false,
      reaping: Reaper.Options = Reaper.Options()
    ) {
      self.access = access
      self.authentication = authentication
      self.enforcesQuota = enforcesQuota
      self.reaping = reaping
    }
  }

  struct Connection: Sendable {
    /// Nil until the client has introduced itself.
    var session: SessionID?
    var identities: [Identity]
  }

  let options: Options
  package internal(set) var tree: DataTree
  package internal(set) var sessions: SessionTable
  package internal(set) var watches = WatchIndex()
  var reaper: Reaper
  var connections = ConnectionMap<Connection>()
  /// Which connection has a session now.
  var attached: [SessionID: ConnectionID] = [:]
  private(set) var gate: CommitGate
  private var output = ServerOutput()

  /// Starts with what was recovered from disk, all of it durable.
  package init(_ options: Options, tree: DataTree, sessions: SessionTable) {
    self.options = options
    self.tree = tree
    self.sessions = sessions
    reaper = Reaper(options.reaping)
    gate = CommitGate(durable: tree.lastZxid)
  }

  /// When the next `tick` is due; nil for never.
  package var nextDeadline: MonotonicInstant? {
    guard let next = reaper.deadline(for: tree) else { return sessions.nextDeadline }
    return sessions.nextDeadline.map { min($0, next) } ?? next
  }

  package mutating func step(_ input: ServerInput, at moment: Moment) {
    switch input {
    case .opened(let connection, let address):
      let identity = Identity(scheme: AuthenticationScheme.ip.rawValue, id: address)
      connections[connection] = Connection(session: nil, identities: [identity])
    case .greeting(let connection, let request):
      greet(connection, request, at: moment)
    case .request(let connection, let header, let request):
      guard let session = heardOf(connection, at: moment) else { return }
      answer(connection, session, header, request, at: moment)
    case .malformed(let connection, let header, let isNullPath):
      guard let session = heardOf(connection, at: moment) else { return }
      refuseMalformed(connection, session, header, isNullPath: isNullPath, at: moment)
    case .closed(let connection):
      detach(connection)
    case .tick:
      expire(at: moment)
      reap(at: moment)
    case .expired(let session):
      if sessions.isOpen(session) { expire(session, at: moment) }
    }
    reaper.follow(tree, at: moment.monotonic)
  }

  /// Tells that everything logged through `zxid` is on disk.
  package mutating func durable(through zxid: Zxid) {
    gate.open(through: zxid) { output.messages.append(($0, $1)) }
  }

  /// Hands over what has piled up since the last time.
  package mutating func drain() -> ServerOutput {
    var drained = ServerOutput()
    drain(into: &drained)
    return drained
  }

  /// Replaces what is in `drained`, and takes over its room for what piles up next.
  package mutating func drain(into drained: inout ServerOutput) {
    drained.removeAll()
    swap(&output, &drained)
  }
}

// Saying and logging.
extension ServerMachine {
  /// Says something when the log is durable through `gated`, after everything said before.
  mutating func say(
    _ message: Outgoing, to connection: ConnectionID, gated: Zxid = .zero,
    stamp: CommitGate.Stamp = .asWritten
  ) {
    gate.send(message, to: connection, gate: gated, stamp: stamp) {
      output.messages.append(($0, $1))
    }
  }

  mutating func forget(_ connection: ConnectionID) {
    gate.forget(connection)
  }

  /// Applies the parts of one transaction, tells watchers, and logs it whole. `after` looks at the
  /// tree as each part leaves it.
  mutating func commit(
    _ change: Change, session: SessionID, cxid: Int32, at moment: Moment,
    after: (Change, DataTree) -> Void = { _, _ in }
  ) -> Zxid {
    let zxid = Zxid(rawValue: tree.lastZxid.rawValue + 1)
    var transaction = Transaction(
      session: session, cxid: cxid, zxid: zxid, time: moment.wall, change: change)
    var events: [TreeEvent] = []
    let isWatched = !watches.isEmpty
    let note = { (event: TreeEvent) in if isWatched { events.append(event) } }
    if case .multi = change {
      let parts = change.parts
      for part in parts {
        transaction.change = part
        tree.apply(transaction, tell: note)
        after(part, tree)
      }
      transaction.change = change
      // A multi without effect takes its place in the order too.
      if parts.isEmpty { tree.apply(transaction, tell: note) }
    } else {
      tree.apply(transaction, tell: note)
      after(change, tree)
    }
    transaction.digest = tree.digest
    output.log.append(transaction)
    for event in events { tell(event) }
    return zxid
  }

  private mutating func tell(_ event: TreeEvent) {
    for connection in watches.fire(event) {
      let identities = connections[connection]?.identities ?? []
      // Who may not read the node is not told; the watch is used up all the same.
      guard options.access.allows(event.acl, .read, to: identities) else { continue }
      sayEvent(event.kind, event.path, to: connection, zxid: event.zxid, gated: event.zxid)
    }
  }

  mutating func sayEvent(
    _ kind: WatchEventKind, _ path: String, to connection: ConnectionID, zxid: Zxid, gated: Zxid
  ) {
    let header = ReplyHeader(xid: .notification, zxid: zxid)
    let event = WatcherEvent(kind: kind, state: .connected, path: path)
    say(.event(header, event), to: connection, gated: gated)
  }
}
