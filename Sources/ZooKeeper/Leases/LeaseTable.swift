import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

/// The name of a lease in its driver's books.
struct LeaseID: Hashable, Sendable {
  fileprivate let number: UInt64
}

/// Everything that a client's leases have to be proven and told.
struct LeaseTable {
  struct Entry {
    var term: LeaseTerm
    /// The node, as its owner calls it.
    var node: ZNodePath
    /// The node, as the servers know it.
    var path: ZNodePath
    /// Whether another node is about to take its place, so that nobody knows which one to prove.
    var isMoving = false
    /// Who waits until that is known, or does not matter any more.
    var awaitingMove: [CheckedContinuation<Void, Never>] = []
    /// Ends when the lease does, whatever ends it.
    let life: LatestValue<Void>
    var isReleased = false
    /// When to ask to be told if somebody deletes the node.
    var watchDue: MonotonicInstant
    /// What was asked for then.
    var watch: WatchID?

    var isOver: Bool { isReleased || term.loss != nil }

    var nextDue: MonotonicInstant { min(term.nextDue, isMoving ? .never : watchDue) }
  }

  /// A node of which something is to be asked.
  struct Question {
    let id: LeaseID
    let path: ZNodePath
  }

  /// What is to be done at one moment.
  struct Due {
    var proofs: [Question] = []
    var watches: [Question] = []
    /// Whose end it is.
    var over: [LeaseID] = []
  }

  private var entries: [LeaseID: Entry] = [:]
  private var lastNumber: UInt64 = 0
  /// Nothing is to be done before.
  private(set) var nextDue = MonotonicInstant.never

  subscript(id: LeaseID) -> Entry? { entries[id] }

  mutating func add(_ entry: Entry) -> LeaseID {
    lastNumber += 1
    let id = LeaseID(number: lastNumber)
    entries[id] = entry
    nextDue = min(nextDue, entry.nextDue)
    return id
  }

  mutating func remove(_ id: LeaseID) -> Entry? {
    entries.removeValue(forKey: id)
  }

  /// Its owner does not need it any more. Nil if it was released before.
  mutating func release(_ id: LeaseID) -> Entry? {
    guard let entry = entries[id], !entry.isReleased else { return nil }
    entries[id]?.isReleased = true
    return entry
  }

  /// Nobody knows from now on whether the node is this one or another. False if the lease is over,
  /// or on its way already.
  mutating func beginMove(_ id: LeaseID) -> Bool {
    guard let entry = entries[id], !entry.isOver, !entry.isMoving else { return false }
    entries[id]?.isMoving = true
    return true
  }

  /// Returns whether there is something to wait for.
  mutating func awaitMove(_ id: LeaseID, _ waiter: CheckedContinuation<Void, Never>) -> Bool {
    guard let entry = entries[id], entry.isMoving, !entry.isOver else { return false }
    entries[id]?.awaitingMove.append(waiter)
    return true
  }

  mutating func takeAwaitingMove(_ id: LeaseID) -> [CheckedContinuation<Void, Never>] {
    defer { entries[id]?.awaitingMove = [] }
    return entries[id]?.awaitingMove ?? []
  }

  /// It is known again: the node is this one, or the same as before.
  mutating func endMove(_ id: LeaseID, to node: ZNodePath?, root: ZNodePath) {
    entries[id]?.isMoving = false
    if let node {
      entries[id]?.node = node
      entries[id]?.path = node.absolute(under: root)
    }
    // What happened meanwhile to the node, or to one of them, was passed over.
    watchSoon(id)
  }

  /// Somebody was told that there is no such node. That says nothing of a lease whose node is
  /// another one by now, or may be. Returns whether it is the lease's end.
  mutating func nodeIsGone(_ question: Question) -> Bool {
    guard let entry = entries[question.id], !entry.isMoving, entry.path == question.path else {
      return false
    }
    return update(question.id) { $0.lose(.nodeDeleted) }
  }

  /// Servers have agreed on another timeout with the session.
  mutating func setTimeout(_ timeout: Duration) {
    for id in entries.keys { _ = update(id) { $0.setTimeout(timeout) } }
  }

  /// What was asked for does not hold any more.
  mutating func watchSoon(_ id: LeaseID) {
    guard let entry = entries[id], !entry.isOver else { return }
    let due = LeaseTable.watchDue(in: entry.term.timeout)
    entries[id]?.watchDue = due
    nextDue = min(nextDue, due)
  }

  /// Most leases are short, and need not be told of what happens to their nodes.
  static func watchDue(in timeout: Duration) -> MonotonicInstant {
    LoopTime.current.instant + timeout / 40
  }

  mutating func setWatch(_ watch: WatchID, of id: LeaseID) {
    entries[id]?.watch = watch
  }

  mutating func takeWatch(of id: LeaseID) -> WatchID? {
    guard let watch = entries[id]?.watch else { return nil }
    entries[id]?.watch = nil
    return watch
  }

  /// Watches that are there on behalf of leases.
  var watchCount: Int { entries.values.count { $0.watch != nil } }

  /// Lets a lease know something. Returns whether that is its end.
  mutating func update(_ id: LeaseID, _ change: (inout LeaseTerm) -> Void) -> Bool {
    guard var entry = entries[id], !entry.isOver else { return false }
    change(&entry.term)
    entries[id] = entry
    nextDue = min(nextDue, entry.nextDue)
    return entry.isOver
  }

  /// Time has passed: says what is to be done.
  mutating func advance(to now: MonotonicInstant) -> Due {
    var due = Due()
    guard nextDue <= now else { return due }
    nextDue = .never
    for (id, var entry) in entries where !entry.isOver {
      if entry.term.advance(to: now) {
        if entry.isMoving {
          entry.term.unanswered(at: now)
        } else {
          due.proofs.append(Question(id: id, path: entry.path))
        }
      }
      if entry.term.loss != nil {
        due.over.append(id)
      } else if entry.watchDue <= now, !entry.isMoving {
        entry.watchDue = .never
        due.watches.append(Question(id: id, path: entry.path))
      }
      if !entry.isOver { nextDue = min(nextDue, entry.nextDue) }
      entries[id] = entry
    }
    return due
  }

  /// The session is gone, and everything that it owned. Returns whose end that is.
  mutating func loseAll() -> [LeaseID] {
    let ids = Array(entries.keys)
    return ids.filter { id in update(id) { $0.lose(.sessionEnded) } }
  }
}
