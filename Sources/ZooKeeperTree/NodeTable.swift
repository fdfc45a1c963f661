/// The nodes: a slab of records, and an index by parent and name.
///
/// The slab grows by whole pieces, so that no growth copies what is there. The index is an open
/// hash table with linear probing; deletion moves followers up, so that it never fills with
/// tombstones.
struct NodeTable: Sendable {
  /// Records in one piece of the slab: 120 KiB, small enough for a server that holds ten nodes.
  private static let pieceBits = 10
  private static let pieceCount = 1 << pieceBits

  /// A place in the index. It has the hash beside the node, so that looking past other nodes does
  /// not bring their records into the cache.
  private struct Slot: Sendable {
    var hash: UInt32
    var id: NodeID

    static let empty = Slot(hash: 0, id: .none)
    var isEmpty: Bool { id == .none }
  }

  private var pieces: [ContiguousArray<ZNode>] = []
  private var free: [NodeID] = []
  private var retired: [NodeID] = []
  private var slots: ContiguousArray<Slot>
  private let hasher: NameHash
  /// How many nodes there are.
  private(set) var count = 0

  init(hashKey: UInt64) {
    hasher = NameHash(key: hashKey)
    slots = ContiguousArray(repeating: .empty, count: 64)
  }

  subscript(id: NodeID) -> ZNode {
    _read {
      let index = Int(id.index)
      yield pieces[index >> NodeTable.pieceBits][index & (NodeTable.pieceCount - 1)]
    }
    _modify {
      let index = Int(id.index)
      yield &pieces[index >> NodeTable.pieceBits][index & (NodeTable.pieceCount - 1)]
    }
  }

  func find(parent: NodeID, name: Span<UInt8>) -> NodeID? {
    let hash = hasher.hash(parent: parent, name: name)
    let mask = slots.count - 1
    var place = Int(hash) & mask
    while !slots[place].isEmpty {
      let slot = slots[place]
      if slot.hash == hash && self[slot.id].parent == parent && isNamed(slot.id, name) {
        return slot.id
      }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Stores a node whose name its parent does not have yet.
  mutating func insert(_ node: ZNode) -> NodeID {
    let id = place(node)
    count += 1
    if count * 4 > slots.count * 3 { enlarge() }
    index(Slot(hash: hash(of: node), id: id))
    return id
  }

  /// While set, the place of a removed node is not used again and its links stay.
  var keepsRetired = false {
    didSet {
      if !keepsRetired {
        for id in retired { release(id) }
        retired = []
      }
    }
  }

  /// Takes a node out of slab and index. Its family's links are its owner's business.
  mutating func remove(_ id: NodeID) {
    unindex(id)
    count -= 1
    self[id].childCount = -1
    if keepsRetired {
      retired.append(id)
    } else {
      release(id)
    }
  }

  // Lets go of name and data at once; the record itself waits for the next node.
  private mutating func release(_ id: NodeID) {
    self[id].name = ""
    self[id].data = nil
    free.append(id)
  }

  private mutating func place(_ node: ZNode) -> NodeID {
    if let id = free.popLast() {
      self[id] = node
      return id
    }
    if pieces.last.map({ $0.count == NodeTable.pieceCount }) ?? true {
      var piece = ContiguousArray<ZNode>()
      piece.reserveCapacity(NodeTable.pieceCount)
      pieces.append(piece)
    }
    let last = pieces.count - 1
    pieces[last].append(node)
    return NodeID(index: UInt32(last << NodeTable.pieceBits + pieces[last].count - 1))
  }

  private func isNamed(_ id: NodeID, _ name: Span<UInt8>) -> Bool {
    let own = self[id].name
    let bytes = own.utf8.span
    guard bytes.count == name.count else { return false }
    for index in bytes.indices where bytes[index] != name[index] { return false }
    return true
  }
}

// The index.
extension NodeTable {
  private func hash(of node: borrowing ZNode) -> UInt32 {
    hasher.hash(parent: node.parent, name: node.name.utf8.span)
  }

  private mutating func index(_ slot: Slot) {
    let mask = slots.count - 1
    var place = Int(slot.hash) & mask
    while !slots[place].isEmpty {
      place = (place + 1) & mask
    }
    slots[place] = slot
  }

  private mutating func unindex(_ id: NodeID) {
    let mask = slots.count - 1
    var hole = Int(hash(of: self[id])) & mask
    while slots[hole].id != id {
      hole = (hole + 1) & mask
    }
    slots[hole] = .empty
    var next = (hole + 1) & mask
    while !slots[next].isEmpty {
      let home = Int(slots[next].hash) & mask
      // A follower moves into the hole unless its home lies behind the hole.
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        slots[next] = .empty
        hole = next
      }
      next = (next + 1) & mask
    }
  }

  private mutating func enlarge() {
    let old = slots
    slots = ContiguousArray(repeating: .empty, count: old.count * 2)
    for slot in old where !slot.isEmpty { index(slot) }
  }
}
