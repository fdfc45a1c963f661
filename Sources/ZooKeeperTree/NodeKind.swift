package import ZooKeeperModel

/// What kind of node it is, as it is folded into the stored owner.
package enum NodeKind: Hashable, Sendable {
  case persistent
  case ephemeral(SessionID)
  case container
  case timeToLive(milliseconds: Int64)

  /// Reads a stored owner. Without extended types, which are off by default in Apache too, what
  /// looks like a time to live is a session.
  package init(storedOwner owner: Int64, extendedTypes: Bool) {
    let bits = UInt64(bitPattern: owner)
    if owner == 0 {
      self = .persistent
    } else if bits == NodeKind.containerBits {
      self = .container
    } else if extendedTypes && bits & NodeKind.typeMask == NodeKind.typeMask {
      self = .timeToLive(milliseconds: Int64(bits & NodeKind.timeToLiveMask))
    } else {
      self = .ephemeral(SessionID(rawValue: owner))
    }
  }

  package var storedOwner: Int64 {
    switch self {
    case .persistent: 0
    case .ephemeral(let session): session.rawValue
    case .container: Int64(bitPattern: NodeKind.containerBits)
    case .timeToLive(let milliseconds):
      Int64(bitPattern: NodeKind.typeMask | UInt64(bitPattern: milliseconds))
    }
  }

  /// The owner that clients see: only a session is one.
  package var visibleOwner: SessionID? {
    if case .ephemeral(let session) = self { session } else { nil }
  }

  private static let containerBits: UInt64 = 0x8000_0000_0000_0000
  private static let typeMask: UInt64 = 0xFF00_0000_0000_0000
  private static let timeToLiveMask: UInt64 = 0x0000_00FF_FFFF_FFFF
}
