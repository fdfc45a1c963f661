/// Values of connections, found by their places.
struct ConnectionMap<Value: Sendable>: Sendable {
  private struct Slot: Sendable {
    var connection: ConnectionID
    var value: Value
  }

  private var slots: [Slot?] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(connection: ConnectionID) -> Value? {
    @inline(__always)
    get {
      let place = connection.place
      guard place < slots.count, let slot = slots[place], slot.connection == connection else {
        return nil
      }
      return slot.value
    }
    @inline(__always)
    _modify {
      let place = connection.place
      if place >= slots.count {
        slots.append(contentsOf: repeatElement(nil, count: place + 1 - slots.count))
      }
      let former = slots[place].take()
      if former != nil { count -= 1 }
      // Whoever had the place before is gone.
      var value = former?.connection == connection ? former?.value : nil
      defer {
        if let value {
          slots[place] = Slot(connection: connection, value: value)
          count += 1
        }
      }
      yield &value
    }
  }

  mutating func removeValue(forKey connection: ConnectionID) -> Value? {
    let place = connection.place
    guard place < slots.count, slots[place]?.connection == connection else { return nil }
    count -= 1
    return slots[place].take()?.value
  }
}
