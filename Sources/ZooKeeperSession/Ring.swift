/// A queue that also takes elements at its front: one piece of memory, reused round and round.
struct Ring<Element: Sendable>: Sendable {
  private var slots: [Element?] = []
  private var head = 0
  private(set) var count = 0

  private static var slotsKept: Int { 1024 }

  var isEmpty: Bool { count == 0 }

  var first: Element? { count == 0 ? nil : slots[head] }

  /// The element at a place counted from the front.
  subscript(place: Int) -> Element {
    get {
      guard let element = slots[slot(place)] else { preconditionFailure("places below count hold") }
      return element
    }
    set { slots[slot(place)] = newValue }
  }

  mutating func append(_ element: Element) {
    if count == slots.count { grow() }
    slots[slot(count)] = element
    count &+= 1
  }

  mutating func prepend(_ element: Element) {
    if count == slots.count { grow() }
    head = (head &- 1) & (slots.count &- 1)
    slots[head] = element
    count &+= 1
  }

  mutating func popFirst() -> Element? {
    if count == 0 { return nil }
    let element = slots[head]
    slots[head] = nil
    head = (head &+ 1) & (slots.count &- 1)
    count &-= 1
    // What one burst needed is not kept for ever.
    if count == 0 && slots.count > Ring.slotsKept { self = Ring() }
    return element
  }

  /// Takes all elements out, and gives the memory back.
  mutating func takeAll() -> [Element] {
    let all = (0..<count).map { self[$0] }
    self = Ring()
    return all
  }

  /// Takes out the elements that match, and keeps the order of the others.
  mutating func take(where matches: (Element) -> Bool) -> [Element] {
    var taken: [Element] = []
    for _ in 0..<count {
      guard let element = popFirst() else { break }
      if matches(element) { taken.append(element) } else { append(element) }
    }
    return taken
  }

  private func slot(_ place: Int) -> Int {
    (head &+ place) & (slots.count &- 1)
  }

  // Always a power of two, so that going round is one mask.
  private mutating func grow() {
    let capacity = max(8, slots.count * 2)
    var larger: [Element?] = []
    larger.reserveCapacity(capacity)
    for place in 0..<count { larger.append(self[place]) }
    for _ in count..<capacity { larger.append(nil) }
    slots = larger
    head = 0
  }
}
