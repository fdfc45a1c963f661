/// A moment on a clock that nobody sets, in nanoseconds from an origin that means nothing.
///
/// Unlike an instant of the standard library's clocks it can be made up, so time can be virtual.
@usableFromInline package struct MonotonicInstant: Hashable, Sendable {
  @usableFromInline package let nanoseconds: Int64

  @inlinable
  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }
}

extension MonotonicInstant: Comparable {
  @inlinable
  package static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension MonotonicInstant {
  /// Later than every moment.
  package static var never: MonotonicInstant { MonotonicInstant(nanoseconds: .max) }

  /// What would be later than every moment is never.
  package static func + (moment: MonotonicInstant, duration: Duration) -> MonotonicInstant {
    let (seconds, attoseconds) = duration.components
    let (nanoseconds, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let sum = moment.nanoseconds.addingReportingOverflow(
      nanoseconds &+ attoseconds / 1_000_000_000)
    return overflows || sum.overflow ? .never : MonotonicInstant(nanoseconds: sum.partialValue)
  }
}
