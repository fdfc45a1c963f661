package import ZooKeeperModel

/// Gives every session a number that no session had before.
///
/// The highest byte is the server's number in its ensemble and the rest counts sessions, from the
/// moment at which the server started: 65,536 numbers per millisecond.
package struct SessionIDSource: Sendable {
  private let serverBits: UInt64
  private var counter: UInt64

  /// Starts at a clock's milliseconds. A clock that starts anew with the machine would lead to
  /// numbers of sessions that were closed and forgotten, whose owners still know their passwords.
  ///
  /// The server's number is 1 where there is no ensemble, and never 255: those owners of nodes
  /// stand for a time to live.
  package init(serverNumber: UInt8 = 1, startingAtMilliseconds milliseconds: Int64) {
    precondition(serverNumber < .max, "a session of server 255 would look like a time to live")
    serverBits = UInt64(serverNumber) << 56
    counter = (UInt64(bitPattern: milliseconds) << 16) & SessionIDSource.counterMask
  }

  package mutating func next() -> SessionID {
    var id: SessionID
    repeat {
      id = SessionID(rawValue: Int64(bitPattern: serverBits | counter))
      counter = (counter + 1) & SessionIDSource.counterMask
    } while SessionIDSource.isReserved(id)
    return id
  }

  /// Gives no number up to this one any more. Numbers of other servers differ in their highest
  /// byte, so they do not matter.
  package mutating func stayAbove(_ id: SessionID) {
    let bits = UInt64(bitPattern: id.rawValue)
    guard bits & ~SessionIDSource.counterMask == serverBits else { return }
    let following = (bits & SessionIDSource.counterMask) + 1
    if following > counter { counter = following & SessionIDSource.counterMask }
  }

  // Nodes store their owner and their kind in one number.
  private static func isReserved(_ id: SessionID) -> Bool {
    id == .none || id.rawValue == NodeKind.container.storedOwner
  }

  private static let counterMask: UInt64 = (1 << 56) - 1
}
