import ZooKeeperTransport

/// A call that a stream made to its handler.
enum StreamEvent: Equatable, Sendable {
  case opened
  case received([UInt8])
  case writable
  case ended
  case closed(CloseCause)
}
