/// The name of one timer; after the timer has gone off or was cancelled, it names none.
package struct TimerToken: Hashable, Sendable {
  fileprivate let slot: Int
  fileprivate let sequence: UInt64
}

/// Actions in the order of their moments, and for the same moment in the order they were added.
///
/// A binary heap whose entries know their place, so that cancelling costs no more than adding and
/// leaves nothing behind: timers of a server are mostly moved before they go off.
struct TimerQueue {
  typealias Action = () -> Void

  private struct Entry {
    let deadline: LoopTime
    let sequence: UInt64
    let slot: Int

    func precedes(_ other: Entry) -> Bool {
      (deadline, sequence) < (other.deadline, other.sequence)
    }
  }

  private struct Slot {
    var action: Action?
    var sequence: UInt64
    var place: Int
  }

  private var heap: [Entry] = []
  private var slots: [Slot] = []
  private var free: [Int] = []

  /// The number that the next timer gets; all added before have smaller ones.
  private(set) var nextSequence: UInt64 = 0

  var earliest: LoopTime? { heap.first?.deadline }

  mutating func add(at deadline: LoopTime, _ action: @escaping Action) -> TimerToken {
    let sequence = nextSequence
    nextSequence += 1
    let filled = Slot(action: action, sequence: sequence, place: heap.count)
    let slot = free.popLast() ?? slots.count
    if slot == slots.count { slots.append(filled) } else { slots[slot] = filled }
    heap.append(Entry(deadline: deadline, sequence: sequence, slot: slot))
    rise(from: heap.count - 1)
    return TimerToken(slot: slot, sequence: sequence)
  }

  /// Returns whether there was still something to cancel.
  @discardableResult
  mutating func cancel(_ token: TimerToken) -> Bool {
    guard token.slot < slots.count else { return false }
    let slot = slots[token.slot]
    guard slot.action != nil, slot.sequence == token.sequence else { return false }
    remove(at: slot.place)
    return true
  }

  mutating func removeAll() {
    heap = []
    slots = []
    free = []
  }

  /// Takes out the next action whose moment has come and that was added before the given number.
  mutating func popDue(at now: LoopTime, addedBefore boundary: UInt64) -> Action? {
    guard let first = heap.first, first.deadline <= now, first.sequence < boundary else {
      return nil
    }
    let action = slots[first.slot].action
    remove(at: 0)
    return action
  }

  private mutating func remove(at place: Int) {
    let slot = heap[place].slot
    slots[slot].action = nil
    free.append(slot)
    let last = heap.removeLast()
    guard place < heap.count else { return }
    put(last, at: place)
    // The last entry may come from another branch, where all are earlier than here.
    rise(from: place)
    sink(from: place)
  }

  private mutating func put(_ entry: Entry, at place: Int) {
    heap[place] = entry
    slots[entry.slot].place = place
  }

  private mutating func rise(from start: Int) {
    var place = start
    let entry = heap[place]
    while place > 0 {
      let parent = (place - 1) / 2
      guard entry.precedes(heap[parent]) else { break }
      put(heap[parent], at: place)
      place = parent
    }
    put(entry, at: place)
  }

  private mutating func sink(from start: Int) {
    var place = start
    let entry = heap[place]
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(entry) else { break }
      put(heap[child], at: place)
      place = child
    }
    put(entry, at: place)
  }
}
