import ZooKeeperModel

/// What a watch waits for, and how the server keeps it.
package enum WatchMode: Int, Hashable, Sendable, CaseIterable {
  /// One change or deletion of a node that is there.
  case data
  /// The creation of a node that is not there, or one change or deletion of it.
  case existence
  /// One change of a list of children, or the node's deletion.
  case children
  /// Everything that happens to a node and its list of children, until the watch is removed.
  case persistent
  /// Everything that happens to a node and beneath it, until the watch is removed.
  case recursive

  /// Whether the first event is the last.
  package var isOneShot: Bool {
    switch self {
    case .data, .existence, .children: true
    case .persistent, .recursive: false
    }
  }

  /// What the server calls it when it is to be removed.
  var kind: WatcherKind {
    switch self {
    case .data, .existence: .data
    case .children: .children
    case .persistent: .persistent
    case .recursive: .persistentRecursive
    }
  }
}

/// The name of one watch of one listener, in the driver's books as in the machine's. After its end
/// it names nothing.
package struct WatchID: Hashable, Sendable {
  let slot: Int32
  let generation: Int32

  init(slot: Int32, generation: Int32) {
    self.slot = slot
    self.generation = generation
  }

  /// Takes the form that others keep.
  package init(packed: Int) {
    slot = Int32(truncatingIfNeeded: packed)
    generation = Int32(truncatingIfNeeded: packed >> 32)
  }

  /// The form that others keep.
  package var packed: Int {
    Int(generation) << 32 | Int(UInt32(bitPattern: slot))
  }
}

/// Who listens to what, and which of it the server knows.
///
/// Several listeners share one watch of the server. Those of one path and mode form a chain through
/// the slots, so that a watch costs a slot, and a path one entry.
struct WatchTable: Sendable {
  private struct Slot: Sendable {
    var path: ZNodePath
    var mode: WatchMode
    var generation: Int32
    /// The next listener to the same path in the same mode, or the next free slot.
    var next: Int32
    var isListening: Bool
    /// The server has said that it keeps the watch.
    var isArmed: Bool
    /// Nobody listens any more, but a request is on its way that leaves the watch on the server.
    var isOrphan = false
  }

  /// The first listeners to a path, by the raw value of the mode.
  private struct Chains: Sendable {
    private var firsts = InlineArray<5, Int32>(repeating: none)

    subscript(mode: WatchMode) -> Int32 {
      get { firsts[mode.rawValue] }
      set { firsts[mode.rawValue] = newValue }
    }

    var isEmpty: Bool { WatchMode.allCases.allSatisfy { self[$0] == none } }
  }

  private static let none: Int32 = -1

  private var slots: [Slot] = []
  private var firstFree = none
  // Counts all watches ever, so that a name of old never means somebody new.
  private var generation: Int32 = 0
  private var chains: [ZNodePath: Chains] = [:]
  private(set) var count = 0
  // Most trees are watched in few places from above, or in none.
  private var recursiveCount = 0

  mutating func insert(_ path: ZNodePath, _ mode: WatchMode) -> WatchID {
    var known = chains[path] ?? Chains()
    generation &+= 1
    let slot = Slot(
      path: path, mode: mode, generation: generation, next: known[mode], isListening: true,
      isArmed: false)
    let index: Int32
    if firstFree == WatchTable.none {
      index = Int32(slots.count)
      slots.append(slot)
    } else {
      index = firstFree
      firstFree = slots[Int(index)].next
      slots[Int(index)] = slot
    }
    known[mode] = index
    chains[path] = known
    count += 1
    if mode == .recursive { recursiveCount += 1 }
    return WatchID(slot: index, generation: generation)
  }

  func contains(_ id: WatchID) -> Bool {
    slots.indices.contains(Int(id.slot)) && slots[Int(id.slot)].isListening
      && slots[Int(id.slot)].generation == id.generation
  }

  func path(of id: WatchID) -> ZNodePath { slots[Int(id.slot)].path }

  func mode(of id: WatchID) -> WatchMode { slots[Int(id.slot)].mode }

  func isArmed(_ id: WatchID) -> Bool { slots[Int(id.slot)].isArmed }

  mutating func arm(_ id: WatchID) { slots[Int(id.slot)].isArmed = true }

  func isOrphan(_ id: WatchID) -> Bool { slots[Int(id.slot)].isOrphan }

  mutating func orphan(_ id: WatchID) { slots[Int(id.slot)].isOrphan = true }

  /// A read that found no node leaves another watch than it would have left.
  mutating func change(_ id: WatchID, to mode: WatchMode) {
    let slot = slots[Int(id.slot)]
    if slot.mode == mode { return }
    unlink(id.slot)
    slots[Int(id.slot)].mode = mode
    var known = chains[slot.path] ?? Chains()
    slots[Int(id.slot)].next = known[mode]
    known[mode] = id.slot
    chains[slot.path] = known
  }

  mutating func remove(_ id: WatchID) {
    guard contains(id) else { return }
    unlink(id.slot)
    let index = Int(id.slot)
    if slots[index].mode == .recursive { recursiveCount -= 1 }
    slots[index].isListening = false
    slots[index].path = .root
    slots[index].next = firstFree
    firstFree = id.slot
    count -= 1
    if count == 0 {
      slots = []
      firstFree = WatchTable.none
      chains = [:]
    }
  }

  mutating func removeAll() {
    // Names go on where they were: somebody may still hold an old one.
    let last = generation
    self = WatchTable()
    generation = last
  }

  private mutating func unlink(_ index: Int32) {
    let slot = slots[Int(index)]
    guard var known = chains[slot.path] else { return }
    if known[slot.mode] == index {
      known[slot.mode] = slot.next
      if known.isEmpty { chains[slot.path] = nil } else { chains[slot.path] = known }
      return
    }
    var before = known[slot.mode]
    while before != WatchTable.none, slots[Int(before)].next != index {
      before = slots[Int(before)].next
    }
    if before != WatchTable.none { slots[Int(before)].next = slot.next }
  }
}

extension WatchTable {
  /// The listeners to a path in a mode, the latest first.
  func listeners(to path: ZNodePath, _ mode: WatchMode) -> [WatchID] {
    guard let known = chains[path] else { return [] }
    return chain(from: known[mode])
  }

  func serverWatch(of id: WatchID) -> ServerWatch {
    ServerWatch(path: path(of: id), kind: mode(of: id).kind)
  }

  /// Whether somebody listens to the same watch of the server.
  func hasListener(to watch: ServerWatch) -> Bool {
    guard let known = chains[watch.path] else { return false }
    return WatchMode.allCases.contains {
      $0.kind == watch.kind && known[$0] != WatchTable.none
    }
  }

  /// Whether somebody listens there in any way.
  func hasListener(at path: ZNodePath) -> Bool { chains[path] != nil }

  /// Whether somebody listens there who is not content with one event.
  func hasLastingListener(at path: ZNodePath) -> Bool {
    guard let known = chains[path] else { return false }
    return known[.persistent] != WatchTable.none || known[.recursive] != WatchTable.none
  }

  func hasArmedListener(to watch: ServerWatch) -> Bool {
    WatchMode.allCases.contains { mode in
      mode.kind == watch.kind && listeners(to: watch.path, mode).contains(where: isArmed)
    }
  }

  /// Those who are to hear of an event, in the order of their modes.
  func audience(of kind: WatchEventKind, at path: ZNodePath) -> [WatchID] {
    var audience: [WatchID] = []
    if let known = chains[path] {
      for mode in WatchMode.modes(hearing: kind) { audience += chain(from: known[mode]) }
    }
    if recursiveCount > 0, kind != .nodeChildrenChanged {
      var place: ZNodePath? = path
      while let here = place {
        if let known = chains[here] { audience += chain(from: known[.recursive]) }
        place = here.parent
      }
    }
    return audience
  }

  /// Everyone who listens, by slot.
  var all: [WatchID] {
    slots.indices.compactMap { index in
      slots[index].isListening
        ? WatchID(slot: Int32(index), generation: slots[index].generation) : nil
    }
  }

  private func chain(from first: Int32) -> [WatchID] {
    var ids: [WatchID] = []
    var index = first
    while index != WatchTable.none {
      ids.append(WatchID(slot: index, generation: slots[Int(index)].generation))
      index = slots[Int(index)].next
    }
    return ids
  }
}

extension WatchMode {
  /// The modes that hear of an event at their own path. Recursive watches are looked for upwards.
  fileprivate static func modes(hearing kind: WatchEventKind) -> [WatchMode] {
    switch kind {
    case .nodeCreated, .nodeDataChanged: [.data, .existence, .persistent]
    case .nodeDeleted: [.data, .existence, .children, .persistent]
    case .nodeChildrenChanged: [.children, .persistent]
    default: []
    }
  }
}
