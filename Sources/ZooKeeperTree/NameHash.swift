/// A hash of a name under its parent, keyed so that nobody outside can choose names that collide.
struct NameHash: Sendable {
  private let key: UInt64

  /// The key must be unpredictable to whoever chooses the names.
  init(key: UInt64) {
    self.key = key
  }

  /// Two rounds of multiply-and-fold for every eight bytes (the construction of wyhash).
  func hash(parent: NodeID, name: Span<UInt8>) -> UInt32 {
    var state = key ^ UInt64(parent.index)
    var word: UInt64 = 0
    var bits: UInt64 = 0
    for index in name.indices {
      word |= UInt64(name[index]) << bits
      bits += 8
      if bits == 64 {
        state = NameHash.fold(state ^ word, 0xA076_1D64_78BD_642F)
        word = 0
        bits = 0
      }
    }
    state = NameHash.fold(state ^ word, 0xE703_7ED1_A0B4_28DB ^ UInt64(name.count))
    return UInt32(truncatingIfNeeded: NameHash.fold(state, key | 1))
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
