import ZooKeeperModel

/// What is going to happen, the earliest first; at one moment in the order in which it was decided.
struct EventQueue<Event> {
  private struct Entry {
    var moment: MonotonicInstant
    var order: Int
    var event: Event

    func isBefore(_ other: Entry) -> Bool {
      (moment, order) < (other.moment, other.order)
    }
  }

  // A heap: each entry comes before the two at twice its place.
  private var entries: [Entry] = []
  private var nextOrder = 0

  var nextMoment: MonotonicInstant? { entries.first?.moment }

  mutating func add(_ event: Event, at moment: MonotonicInstant) {
    entries.append(Entry(moment: moment, order: nextOrder, event: event))
    nextOrder += 1
    var place = entries.count - 1
    while place > 0 {
      let above = (place - 1) / 2
      guard entries[place].isBefore(entries[above]) else { return }
      entries.swapAt(place, above)
      place = above
    }
  }

  mutating func popFirst() -> Event? {
    guard let first = entries.first else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var place = 0
    while true {
      var least = place
      for below in [2 * place + 1, 2 * place + 2] where below < entries.count {
        if entries[below].isBefore(entries[least]) { least = below }
      }
      if least == place { return first.event }
      entries.swapAt(place, least)
      place = least
    }
  }
}
