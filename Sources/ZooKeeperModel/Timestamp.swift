/// A moment on the wall clock of the server that made a change.
///
/// Servers' clocks drift and jump; order changes by `Zxid`, never by time.
public struct Timestamp: Hashable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC.
  public let millisecondsSinceEpoch: Int64

  /// Takes the number as it travels.
  @inlinable
  public init(millisecondsSinceEpoch: Int64) {
    self.millisecondsSinceEpoch = millisecondsSinceEpoch
  }
}

extension Timestamp {
  /// In UTC and in the form of ISO 8601, which sorts: `2024-02-29T12:00:00.250Z`.
  public var iso8601: String {
    let (day, milliseconds) = millisecondsSinceEpoch.flooredDivision(by: 86_400_000)
    let date = CivilDate(daysSinceEpoch: day)
    let seconds = milliseconds / 1_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0.zeroPadded(to: 2) }
    return date.year.zeroPadded(to: 4)
      + "-\(date.month.zeroPadded(to: 2))-\(date.day.zeroPadded(to: 2))T"
      + clock.joined(separator: ":") + ".\((milliseconds % 1_000).zeroPadded(to: 3))Z"
  }
}
