/// The time for which it is certain that a contender took itself for an owner, and by its rules
/// could rely on it.
package struct Ownership: Hashable, Sendable {
  package let contender: StormContender
  package let token: Int64
  package let from: Int64
  /// Nil as long as nothing is certain at all.
  package private(set) var until: Int64?
  /// Until when it took itself for the owner, whether it could rely on that or not.
  package private(set) var believedUntil: Int64

  init(_ contender: StormContender, token: Int64, from: Int64) {
    self.contender = contender
    self.token = token
    self.from = from
    believedUntil = from
  }

  /// Its library says that it is the owner.
  mutating func believed(at time: Int64) {
    believedUntil = max(believedUntil, time)
    if contender.library.knowsItsDeadline { until = max(until ?? from, time) }
  }

  /// What was asked for at that time was done, on the condition that its node is there.
  mutating func proven(at time: Int64) {
    believedUntil = max(believedUntil, time)
    until = max(until ?? from, time)
  }
}

extension Ownership: CustomStringConvertible {
  package var description: String {
    "\(contender.name) with \(token) from \(from) until \(until ?? from)"
  }
}
