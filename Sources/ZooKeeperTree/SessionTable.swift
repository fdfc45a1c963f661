package import ZooKeeperModel

/// The sessions of a server: who has one, and until when.
///
/// A session ends at the first tick after its timeout has passed since it was last heard of, as in
/// Apache, so that sessions end in groups. Hearing of one only notes its new deadline; it moves to
/// another group when the deadline of the old one comes.
package struct SessionTable: Sendable {
  /// What a server grants, in milliseconds.
  package struct Options: Sendable {
    package var tick: Int32
    package var timeouts: ClosedRange<Int32>

    /// Sessions may last from 2 to 20 ticks where nothing else is said.
    package init(tick: Int32 = 3_000, timeouts: ClosedRange<Int32>? = nil) {
      precondition(tick > 0, "time that is not cut into ticks never comes to a deadline")
      self.tick = tick
      let ticks = { (count: Int64) in Int32(clamping: count * Int64(tick)) }
      self.timeouts = timeouts ?? ticks(2)...ticks(20)
    }
  }

  private struct Session: Sendable {
    /// What the connection that opened it was granted: this is stored.
    let grantedTimeout: Int32
    /// What the connection that has it now was granted.
    var timeout: Int32
    var deadline: MonotonicInstant
    /// The deadline of the group it is in, never later than its own.
    var groupDeadline: MonotonicInstant
    var isClosing = false
  }

  private let options: Options
  /// Where the numbers of new sessions come from.
  package var ids: SessionIDSource
  private var sessions: [SessionID: Session] = [:]
  // Whoever left a group before its deadline is still listed there, and passed over when it comes.
  private var groups: [MonotonicInstant: [SessionID]] = [:]
  /// When to ask again who has expired: nobody does before.
  package private(set) var nextDeadline: MonotonicInstant?

  package init(_ options: Options, ids: SessionIDSource) {
    self.options = options
    self.ids = ids
  }

  package var count: Int { sessions.count }

  /// The sessions as a snapshot lists them, in the order of their numbers.
  package var persisted: [PersistedSession] {
    sessions.map { PersistedSession(id: $0.key, timeoutMilliseconds: $0.value.grantedTimeout) }
      .sorted { $0.id.rawValue < $1.id.rawValue }
  }

  /// Who expires when unless it is heard of before, the earliest first; at one moment by number.
  package var deadlines: [(deadline: MonotonicInstant, sessions: [SessionID])] {
    Dictionary(grouping: sessions) { $0.value.deadline }
      .map { ($0.key, $0.value.map(\.key).sorted { $0.rawValue < $1.rawValue }) }
      .sorted { $0.0 < $1.0 }
  }

  /// When a session expires unless it is heard of before; nil if there is none.
  package func deadline(of id: SessionID) -> MonotonicInstant? {
    sessions[id]?.deadline
  }

  /// What the connection that has a session now was granted; nil if there is none.
  package func timeout(of id: SessionID) -> Int32? {
    sessions[id]?.timeout
  }
}

// Coming, staying and going.
extension SessionTable {
  /// Opens a session with a timeout as near to the wish as the server grants.
  package mutating func open(
    wishedTimeout: Int32, at now: MonotonicInstant
  ) -> (id: SessionID, timeout: Int32) {
    var id: SessionID
    repeat { id = ids.next() } while sessions[id] != nil
    let timeout = granted(wishedTimeout)
    insert(id, timeout: timeout, at: now)
    return (id, timeout)
  }

  /// Takes over a session from the disk. Its client could not reach a server that was down, so it
  /// has its full timeout to come back.
  package mutating func adopt(_ session: PersistedSession, at now: MonotonicInstant) {
    ids.stayAbove(session.id)
    guard sessions[session.id] == nil else { return }
    insert(session.id, timeout: session.timeoutMilliseconds, at: now)
  }

  /// Gives every session its full timeout from now on: before, no client could reach the server.
  package mutating func beginToServe(at now: MonotonicInstant) {
    for place in sessions.values.indices { postpone(place, at: now) }
  }

  /// Gives a session to the connection that knows its password, with a timeout negotiated anew;
  /// nil, and nothing has happened, if there is no such session or that is not its password.
  package mutating func resume(
    _ id: SessionID, password: Secret?, wishedTimeout: Int32, at now: MonotonicInstant
  ) -> Int32? {
    guard let place = openPlace(of: id), password == SessionPassword.derive(from: id) else {
      return nil
    }
    let timeout = granted(wishedTimeout)
    sessions.values[place].timeout = timeout
    postpone(place, at: now)
    return timeout
  }

  /// Notes that the client was heard of; false if the session is closing or gone.
  package mutating func touch(_ id: SessionID, at now: MonotonicInstant) -> Bool {
    guard let place = openPlace(of: id) else { return false }
    postpone(place, at: now)
    return true
  }

  /// Whether there is a session that can still be used.
  package func isOpen(_ id: SessionID) -> Bool {
    openPlace(of: id) != nil
  }

  /// Lets a session do nothing more, while its end is on its way to the disk.
  package mutating func markClosing(_ id: SessionID) {
    sessions[id]?.isClosing = true
  }

  package mutating func close(_ id: SessionID) {
    sessions[id] = nil
  }

  /// The sessions whose time has run out, the earliest deadline first and then by number. They are
  /// closing from now on.
  package mutating func expire(at now: MonotonicInstant) -> [SessionID] {
    guard let nextDeadline, nextDeadline <= now else { return [] }
    var expired: [(deadline: MonotonicInstant, id: SessionID)] = []
    for due in groups.keys.filter({ $0 <= now }) {
      for id in groups.removeValue(forKey: due) ?? [] {
        guard let place = openPlace(of: id), sessions.values[place].groupDeadline == due else {
          continue
        }
        let deadline = sessions.values[place].deadline
        if deadline <= now {
          sessions.values[place].isClosing = true
          expired.append((deadline, id))
        } else {
          regroup(place)
        }
      }
    }
    self.nextDeadline = groups.keys.min()
    expired.sort { ($0.deadline, $0.id.rawValue) < ($1.deadline, $1.id.rawValue) }
    return expired.map(\.id)
  }
}

// Deadlines.
extension SessionTable {
  private typealias Place = Dictionary<SessionID, Session>.Index

  private func openPlace(of id: SessionID) -> Place? {
    guard let place = sessions.index(forKey: id), !sessions.values[place].isClosing else {
      return nil
    }
    return place
  }

  private func granted(_ wish: Int32) -> Int32 {
    min(max(wish, options.timeouts.lowerBound), options.timeouts.upperBound)
  }

  private mutating func insert(_ id: SessionID, timeout: Int32, at now: MonotonicInstant) {
    let deadline = deadline(after: timeout, from: now)
    sessions[id] = Session(
      grantedTimeout: timeout, timeout: timeout, deadline: deadline, groupDeadline: deadline)
    list(id, under: deadline)
  }

  private mutating func postpone(_ place: Place, at now: MonotonicInstant) {
    let session = sessions.values[place]
    sessions.values[place].deadline = deadline(after: session.timeout, from: now)
    // Only a connection that was granted less than the one before brings a deadline forward.
    if sessions.values[place].deadline < session.groupDeadline { regroup(place) }
  }

  private mutating func regroup(_ place: Place) {
    let deadline = sessions.values[place].deadline
    sessions.values[place].groupDeadline = deadline
    list(sessions.keys[place], under: deadline)
  }

  private mutating func list(_ id: SessionID, under deadline: MonotonicInstant) {
    groups[deadline, default: []].append(id)
    nextDeadline = nextDeadline.map { min($0, deadline) } ?? deadline
  }

  /// The first tick after the timeout, and the one after it if the timeout ends on a tick.
  private func deadline(after timeout: Int32, from now: MonotonicInstant) -> MonotonicInstant {
    let tick = SessionTable.nanoseconds(options.tick)
    let end = now.nanoseconds + SessionTable.nanoseconds(timeout)
    let (quotient, remainder) = end.quotientAndRemainder(dividingBy: tick)
    // Rounded down, also before the clock's origin.
    let ticksPassed = remainder < 0 ? quotient - 1 : quotient
    return MonotonicInstant(nanoseconds: (ticksPassed + 1) * tick)
  }

  private static func nanoseconds(_ milliseconds: Int32) -> Int64 {
    Int64(milliseconds) * 1_000_000
  }
}
