import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

/// Plays the driver: puts up watches, and takes down which of them have ended.
final class RecordingOwner: WatchOwner {
  private let slots = Lock<(next: Int, ended: [Int])>((0, []))

  var endedSlots: [Int] { slots.withLock { $0.ended } }

  var armedCount: Int { slots.withLock { $0.next } }

  func arm(_ path: ZNodePath = "/a", limit: Int = 256) -> WatchBuffer {
    let slot = slots.withLock { slots in
      defer { slots.next += 1 }
      return slots.next
    }
    return WatchBuffer(path: path, limit: limit, owner: self, slot: slot)
  }

  func watchEnded(_ buffer: WatchBuffer) {
    // Would never return if the buffer's lock were held.
    _ = buffer.isEmpty
    slots.withLock { $0.ended.append(buffer.slot) }
  }
}

extension WatchChange {
  /// A change of data that can be told from others.
  static func number(_ zxid: Int, at path: ZNodePath = "/a") -> WatchChange {
    WatchChange(.dataChanged, at: path, zxid: Zxid(rawValue: Int64(zxid)))
  }

  static func gap(_ reason: GapReason, at path: ZNodePath = "/a") -> WatchChange {
    WatchChange(.gap(reason), at: path)
  }
}
