/// What a caller's place in line is called. Whoever drives the machine gives the numbers.
package struct Ticket: Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }
}
