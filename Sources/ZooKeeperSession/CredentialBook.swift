import ZooKeeperModel

/// Who we say we are. Every connection hears all of it first, in the same order.
struct CredentialBook: Sendable {
  struct Entry: Sendable {
    var credential: Credential
    /// Who waits to hear that a server took it.
    var ticket: Ticket?
    /// How long they wait.
    var deadline = MonotonicInstant.never
    /// Given from the start: a session without it is not the one that was asked for.
    var isRequired: Bool
  }

  private(set) var entries: [Entry]
  /// Entries that the present server has not answered yet, in the order of its answers.
  private var unanswered: [Int] = []

  init(_ required: [Credential]) {
    entries = required.map { Entry(credential: $0, ticket: nil, isRequired: true) }
  }

  mutating func add(
    _ credential: Credential, for ticket: Ticket, until deadline: MonotonicInstant
  ) -> Int {
    // Who shows the same again is answered again, and remembered once.
    if let known = entries.firstIndex(where: { $0.credential == credential && $0.ticket == nil }),
      !unanswered.contains(known)
    {
      entries[known].ticket = ticket
      entries[known].deadline = deadline
      return known
    }
    entries.append(
      Entry(credential: credential, ticket: ticket, deadline: deadline, isRequired: false))
    return entries.count - 1
  }

  mutating func sent(_ index: Int) { unanswered.append(index) }

  mutating func connectionLost() { unanswered = [] }

  /// The entry that the next answer is about.
  mutating func answered(accepted: Bool) -> Entry? {
    guard !unanswered.isEmpty else { return nil }
    let index = unanswered.removeFirst()
    let entry = entries[index]
    if accepted {
      entries[index].ticket = nil
    } else {
      entries.remove(at: index)
      unanswered = unanswered.map { $0 > index ? $0 - 1 : $0 }
    }
    return entry
  }

  /// When somebody who waits has waited long enough.
  var nextDeadline: MonotonicInstant {
    entries.lazy.filter { $0.ticket != nil }.map(\.deadline).min() ?? .never
  }

  /// Forgets those who have waited long enough, and returns them.
  mutating func takeOverdue(at now: MonotonicInstant) -> [Ticket] {
    take { $0.deadline <= now }
  }

  /// Forgets those who wait, and returns them.
  mutating func takeTickets(where matches: (Ticket) -> Bool) -> [Ticket] {
    take { $0.ticket.map(matches) ?? false }
  }

  private mutating func take(where matches: (Entry) -> Bool) -> [Ticket] {
    var tickets: [Ticket] = []
    for index in entries.indices where matches(entries[index]) {
      if let ticket = entries[index].ticket.take() { tickets.append(ticket) }
    }
    return tickets
  }
}
