import ZooKeeperSession

/// Everybody who waits for an answer, by ticket.
struct WaiterTable {
  private struct Place {
    var waiter: Waiter?
    /// Counts who had the place, so that an old ticket finds nobody.
    var turn: UInt32 = 0
    var nextFree: Int32 = -1
  }

  private var places: [Place] = []
  private var firstFree: Int32 = -1
  private(set) var count = 0

  mutating func add(_ waiter: Waiter) -> Ticket {
    let index: Int
    if firstFree < 0 {
      index = places.count
      places.append(Place(waiter: waiter))
    } else {
      index = Int(firstFree)
      firstFree = places[index].nextFree
      places[index].waiter = waiter
    }
    count += 1
    return Ticket(rawValue: UInt64(places[index].turn) << 32 | UInt64(index))
  }

  mutating func take(_ ticket: Ticket) -> Waiter? {
    let index = Int(ticket.rawValue & 0xFFFF_FFFF)
    guard index < places.count, places[index].turn == UInt32(ticket.rawValue >> 32),
      let waiter = places[index].waiter
    else { return nil }
    places[index].waiter = nil
    places[index].turn &+= 1
    places[index].nextFree = firstFree
    firstFree = Int32(index)
    count -= 1
    return waiter
  }

  /// The tickets of those whose tasks were cancelled.
  var cancelled: Set<Ticket> {
    var tickets: Set<Ticket> = []
    for index in places.indices where places[index].waiter?.isCancelled == true {
      tickets.insert(Ticket(rawValue: UInt64(places[index].turn) << 32 | UInt64(index)))
    }
    return tickets
  }
}
