internal import CLinux
internal import Glibc

/// A moment on a clock that nobody can set, and that goes on while the machine is suspended: what
/// was true until a deadline must not be believed by who slept through it.
package struct LoopTime: Hashable, Sendable {
  /// Counted from a start that means nothing, and is the same for the whole machine until it boots.
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Asks the clock. On a loop, `EventLoop.now` is cheaper and the same for everything in a turn.
  package static var current: LoopTime {
    LoopTime(nanoseconds: linux_clock_nanoseconds(CLOCK_BOOTTIME))
  }
}

extension LoopTime: Comparable {
  package static func < (left: LoopTime, right: LoopTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension LoopTime {
  /// A sum beyond the clock's range is its end: who waits for centuries waits for ever.
  package static func + (moment: LoopTime, duration: Duration) -> LoopTime {
    let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.clampedNanoseconds)
    return LoopTime(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
  }

  package static func - (later: LoopTime, earlier: LoopTime) -> Duration {
    .nanoseconds(later.nanoseconds) - .nanoseconds(earlier.nanoseconds)
  }
}

extension Duration {
  fileprivate var clampedNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowOfSum) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || overflowOfSum ? (seconds < 0 ? .min : .max) : sum
  }
}

/// The time of day, which people and clocks set, so that it measures nothing.
package enum WallClock {
  package static var millisecondsSince1970: Int64 {
    linux_clock_nanoseconds(CLOCK_REALTIME) / 1_000_000
  }
}
