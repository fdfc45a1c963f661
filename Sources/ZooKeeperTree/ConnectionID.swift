/// A connection, by a number that its driver gives it and never gives again.
package struct ConnectionID: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }
}
