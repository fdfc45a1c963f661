/// A connection, by a number that its driver gives it and never gives again.
///
/// The lower half is its place: a small number, which comes again when the connection is gone, and
/// by which tables find it without hashing. The upper half tells those that had the place apart.
package struct ConnectionID: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// The connection that is the so-and-so-many-th at a place.
  package init(place: Int, use: UInt32) {
    self.init(rawValue: UInt64(use) << 32 | UInt64(place))
  }

  package var place: Int { Int(truncatingIfNeeded: rawValue & 0xFFFF_FFFF) }
}
