/// The name of a channel in one loop. No channel of the loop ever had it before, so that an event
/// for one that is gone is recognised, even when its place and its descriptor belong to another.
struct ChannelID: Equatable {
  fileprivate let slot: UInt32
  fileprivate let generation: UInt32

  fileprivate init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }

  init(rawValue: UInt64) {
    slot = UInt32(truncatingIfNeeded: rawValue)
    generation = UInt32(truncatingIfNeeded: rawValue >> 32)
  }

  var rawValue: UInt64 {
    UInt64(generation) << 32 | UInt64(slot)
  }

  /// The loop's own bell, which is not in the table.
  static let bell = ChannelID(slot: .max, generation: .max)
}

/// The channels of a loop. It owns them: nobody else has to keep a channel alive that is open.
struct ChannelTable {
  private struct Slot {
    var channel: (any Channel)?
    var generation: UInt32
  }

  private var slots: [Slot] = []
  private var free: [UInt32] = []

  subscript(id: ChannelID) -> (any Channel)? {
    guard id.slot < slots.count, slots[Int(id.slot)].generation == id.generation else {
      return nil
    }
    return slots[Int(id.slot)].channel
  }

  var all: [any Channel] {
    slots.compactMap(\.channel)
  }

  mutating func insert(_ channel: any Channel) -> ChannelID {
    if let slot = free.popLast() {
      slots[Int(slot)].channel = channel
      return ChannelID(slot: slot, generation: slots[Int(slot)].generation)
    }
    slots.append(Slot(channel: channel, generation: 0))
    return ChannelID(slot: UInt32(slots.count - 1), generation: 0)
  }

  mutating func remove(_ id: ChannelID) {
    guard self[id] != nil else { return }
    slots[Int(id.slot)].channel = nil
    slots[Int(id.slot)].generation &+= 1
    free.append(id.slot)
  }
}
