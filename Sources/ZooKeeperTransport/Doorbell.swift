internal import Synchronization

/// Wakes a loop for whoever has left something for it. While the loop is awake, that costs nothing
/// but a look.
///
/// Things are left under a lock, and the loop says that it falls asleep before it looks under that
/// lock for the last time. So either it finds what was left, or whoever left it finds it asleep;
/// and the lock puts both in order, so that the flag itself need not.
final class Doorbell: Sendable {
  private let bell: Bell
  private let loopSleeps = Atomic(false)

  init() throws(SystemError) {
    bell = try Bell()
  }

  /// To be called when something was left, and no lock is held any more.
  func ring() {
    guard loopSleeps.load(ordering: .relaxed) else { return }
    // One ring is enough, however many want to wake the loop.
    if loopSleeps.exchange(false, ordering: .relaxed) { bell.ring() }
  }
}

/// The loop's side.
extension Doorbell {
  var descriptor: Int32 { bell.descriptor }

  func silence() {
    bell.silence()
  }

  /// From here on a ring is heard, until the loop says that it is awake.
  func loopFallsAsleep() {
    loopSleeps.store(true, ordering: .relaxed)
  }

  func loopIsAwake() {
    loopSleeps.store(false, ordering: .relaxed)
  }
}
