/// What must not happen in a storm, and has.
package enum StormViolation: Hashable, Sendable {
  /// More owners at once than there may be.
  case tooManyOwners([Ownership])
  /// Somebody owned something after another whose token was not smaller.
  case tokenDidNotGrow(Ownership, after: Ownership)
  /// A change was accepted from an owner whose successor had made one already.
  case staleChange(CounterChange, after: CounterChange)
  /// A change was made by somebody who had not seen the one before: that is lost.
  case lostChange(CounterChange, after: CounterChange)
  /// The counter is not what was counted.
  case wrongCount(Int64, acknowledged: Int, unknown: Int)
  /// Somebody stood still for longer than its session lives, and took itself for the owner
  /// afterwards.
  case ownedAfterPause(StormContender, token: Int64)
}

/// A change of the counter that a server has confirmed.
package struct CounterChange: Hashable, Sendable {
  package let contender: StormContender
  package let token: Int64
  package let value: Int64
  package let zxid: Int64
}

extension CounterChange: CustomStringConvertible {
  package var description: String {
    "\(contender.name)'s \(value) with \(token) as change \(zxid)"
  }
}

extension StormViolation: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooManyOwners(let owners):
      "owners at the same time: " + owners.map(\.description).joined(separator: "; ")
    case .tokenDidNotGrow(let later, let earlier): "\(later), after \(earlier)"
    case .staleChange(let later, let earlier): "accepted \(later), after \(earlier)"
    case .lostChange(let later, let earlier): "lost \(earlier), by \(later)"
    case .wrongCount(let count, let acknowledged, let unknown):
      "counted \(count), where \(acknowledged) were acknowledged and \(unknown) are unknown"
    case .ownedAfterPause(let contender, let token):
      "\(contender.name) took itself for the owner with \(token) after a long pause"
    }
  }
}
