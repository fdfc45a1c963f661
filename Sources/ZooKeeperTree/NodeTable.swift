/// The nodes: a slab of records, and an index by parent and name.
///
/// The slab grows by whole pieces, so that no growth copies what is there. The index is an open
/// hash table with linear probing; deletion moves followers up, so that it never fills with
/// tombstones.
struct NodeTable: Sendable {
  /// Records in one piece of the slab: 128 KiB, small enough for a server that holds ten nodes.
  private static let pieceBits = 10
  private static let pieceCount = 1 << pieceBits

  private var pieces: [ContiguousArray<ZNode>] = []
  private var free: [NodeID] = []
  private var retired: [NodeID] = []
  private var slots: ContiguousArray<NodeID>
  private let hasher: NameHash
  /// How many nodes there are.
  private(set) var count = 0

  init(hashKey: UInt64) {
    hasher = NameHash(key: hashKey)
    slots = ContiguousArray(repeating: .none, count: 64)
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

  func hash(parent: NodeID, name: Span<UInt8>) -> UInt32 {
    hasher.hash(parent: parent, name: name)
  }

  func find(parent: NodeID, name: Span<UInt8>) -> NodeID? {
    let hash = hasher.hash(parent: parent, name: name)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != .none {
      let id = slots[slot]
      if self[id].hash == hash && self[id].parent == parent && isNamed(id, name) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Stores a node whose name its parent does not have yet.
  mutating func insert(_ node: ZNode) -> NodeID {
    let id = place(node)
    count += 1
    if count * 4 > slots.count * 3 { enlarge() }
    index(id, hash: node.hash)
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
  private mutating func index(_ id: NodeID, hash: UInt32) {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != .none {
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = id
  }

  private mutating func unindex(_ id: NodeID) {
    let mask = slots.count - 1
    var hole = Int(self[id].hash) & mask
    while slots[hole] != id {
      hole = (hole + 1) & mask
    }
    slots[hole] = .none
    var next = (hole + 1) & mask
    while slots[next] != .none {
      let home = Int(self[slots[next]].hash) & mask
      // A follower moves into the hole unless its home lies behind the hole.
      if (next &- home) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        slots[next] = .none
        hole = next
      }
      next = (next + 1) & mask
    }
  }

  private mutating func enlarge() {
    let old = slots
    slots = ContiguousArray(repeating: .none, count: old.count * 2)
    for id in old where id != .none {
      index(id, hash: self[id].hash)
    }
  }
}
