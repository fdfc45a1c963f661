/// What is forbidden among owners, and among what they have changed.
struct OwnershipRules {
  let permits: Int

  func violations(among ownerships: [Ownership]) -> [StormViolation] {
    let crowds = crowds(among: ownerships) { $0.until ?? $0.from }
    return crowds.map { .tooManyOwners($0) } + fallingTokens(among: ownerships)
  }

  /// Every time that somebody became an owner while as many were as may be.
  func crowds(
    among ownerships: [Ownership], until end: (Ownership) -> Int64
  ) -> [[Ownership]] {
    var crowds: [[Ownership]] = []
    var present: [Ownership] = []
    for ownership in inOrder(ownerships) {
      present.removeAll { end($0) < ownership.from }
      present.append(ownership)
      if present.count > permits { crowds.append(present) }
    }
    return crowds
  }

  /// Of several who own something together, any may have come first.
  private func fallingTokens(among ownerships: [Ownership]) -> [StormViolation] {
    guard permits == 1 else { return [] }
    let ordered = inOrder(ownerships)
    return zip(ordered, ordered.dropFirst()).filter { $0.token >= $1.token }
      .map { .tokenDidNotGrow($1, after: $0) }
  }

  private func inOrder(_ ownerships: [Ownership]) -> [Ownership] {
    ownerships.sorted { ($0.from, $0.token) < ($1.from, $1.token) }
  }

  /// Takes the changes in the order in which the servers made them.
  func violations(among changes: [CounterChange]) -> [StormViolation] {
    zip(changes, changes.dropFirst()).flatMap { earlier, later -> [StormViolation] in
      var violations: [StormViolation] = []
      if permits == 1, later.token < earlier.token {
        violations.append(.staleChange(later, after: earlier))
      }
      if later.value <= earlier.value {
        violations.append(.lostChange(later, after: earlier))
      }
      return violations
    }
  }
}
