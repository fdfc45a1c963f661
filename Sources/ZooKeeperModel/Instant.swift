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
