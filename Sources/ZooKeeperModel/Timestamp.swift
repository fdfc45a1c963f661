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
