package import ZooKeeperModel

/// A moment as a server needs it: one clock that only moves forwards, for deadlines, and the one on
/// the wall, for what is stored.
package struct Moment: Hashable, Sendable {
  package var monotonic: MonotonicInstant
  package var wall: Timestamp

  package init(monotonic: MonotonicInstant, wall: Timestamp) {
    self.monotonic = monotonic
    self.wall = wall
  }
}
