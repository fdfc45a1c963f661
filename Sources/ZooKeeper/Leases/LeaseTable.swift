import ZooKeeperModel
import ZooKeeperSession

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
    var path: String
    /// Whether another node is about to take its place, so that nobody knows which one to prove.
    var isMoving = false
    /// Ends when the lease does, whatever ends it.
    let life: LatestValue<Void>
    var isReleased = false
  }

  /// A proof that is to be asked for.
  struct Proof {
    let id: LeaseID
    let path: String
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
    nextDue = min(nextDue, entry.term.nextDue)
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
    guard let entry = entries[id], !entry.isReleased, !entry.isMoving, entry.term.loss == nil
    else { return false }
    entries[id]?.isMoving = true
    return true
  }

  /// It is known again: the node is this one, or the same as before.
  mutating func endMove(_ id: LeaseID, to node: ZNodePath?, path: String) {
    entries[id]?.isMoving = false
    guard let node else { return }
    entries[id]?.node = node
    entries[id]?.path = path
  }

  /// Lets a lease know something. Returns whose end that is.
  mutating func update(_ id: LeaseID, _ change: (inout LeaseTerm) -> Void) -> LatestValue<Void>? {
    guard var entry = entries[id], !entry.isReleased, entry.term.loss == nil else { return nil }
    change(&entry.term)
    entries[id] = entry
    nextDue = min(nextDue, entry.term.nextDue)
    return entry.term.loss == nil ? nil : entry.life
  }

  /// Time has passed: says what is to be proven, and whose end it is.
  mutating func advance(to now: MonotonicInstant) -> (proofs: [Proof], over: [LatestValue<Void>]) {
    guard nextDue <= now else { return ([], []) }
    var proofs: [Proof] = []
    var over: [LatestValue<Void>] = []
    nextDue = .never
    for (id, entry) in entries where !entry.isReleased && entry.term.loss == nil {
      var term = entry.term
      if term.advance(to: now) {
        if entry.isMoving {
          term.unanswered(at: now)
        } else {
          proofs.append(Proof(id: id, path: entry.path))
        }
      }
      if term.loss != nil { over.append(entry.life) }
      nextDue = min(nextDue, term.nextDue)
      entries[id]?.term = term
    }
    return (proofs, over)
  }

  /// The session is gone, and everything that it owned. Returns whose end that is.
  mutating func loseAll() -> [LatestValue<Void>] {
    let ids = Array(entries.keys)
    return ids.compactMap { update($0) { $0.lose(.sessionEnded) } }
  }
}
