import ZooKeeperModel

/// Callers that wait until there is room for their requests, first come first served.
struct RoomQueue {
  private struct Entry {
    let continuation: CheckedContinuation<Void, Never>
    let ticket: UInt64
    let deadline: MonotonicInstant
  }

  private var entries: [Entry] = []
  private var ticketsDrawn: UInt64 = 0

  var isEmpty: Bool { entries.isEmpty }

  mutating func drawTicket() -> UInt64 {
    ticketsDrawn += 1
    return ticketsDrawn
  }

  mutating func add(
    _ continuation: CheckedContinuation<Void, Never>, ticket: UInt64,
    until deadline: MonotonicInstant
  ) {
    entries.append(Entry(continuation: continuation, ticket: ticket, deadline: deadline))
  }

  /// Those who have waited too long.
  mutating func takeOverdue(at now: MonotonicInstant) -> [CheckedContinuation<Void, Never>] {
    let overdue = entries.filter { $0.deadline <= now }.map(\.continuation)
    if !overdue.isEmpty { entries.removeAll { $0.deadline <= now } }
    return overdue
  }

  /// Takes one out of the line who does not want to wait any more.
  mutating func take(_ ticket: UInt64) -> CheckedContinuation<Void, Never>? {
    guard let index = entries.firstIndex(where: { $0.ticket == ticket }) else { return nil }
    return entries.remove(at: index).continuation
  }

  /// Everybody: there may be room for several, and those for whom there is none line up again.
  mutating func takeAll() -> [CheckedContinuation<Void, Never>] {
    defer { entries = [] }
    return entries.map(\.continuation)
  }
}
