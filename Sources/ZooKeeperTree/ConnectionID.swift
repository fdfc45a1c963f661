/// A connection, by a number that its driver gives it and never gives again. Half of it should be
/// small: see `ConnectionMap`.
package struct ConnectionID: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }
}
