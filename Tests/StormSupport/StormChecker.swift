/// Holds what contenders say of themselves against what they promise each other.
///
/// A value that knows no clock and no server: the same events give the same judgement, in whatever
/// order the events of different contenders come in. Those of one have to come in their order.
package struct StormChecker: Sendable {
  /// How many may own at once what all contend for.
  private let permits: Int
  private var ledgers: [StormContender: Ledger] = [:]

  package init(permits: Int = 1) {
    self.permits = permits
  }

  package mutating func note(_ event: StormEvent, of contender: StormContender) {
    ledgers[contender, default: Ledger(contender)].note(event)
  }

  /// A contender's process has ended: what it has asked for is as good as unknown.
  package mutating func ended(_ contender: StormContender) {
    ledgers[contender]?.end()
  }

  package func figures(of contender: StormContender) -> StormFigures {
    ledgers[contender]?.figures ?? StormFigures()
  }

  package func figures(of library: StormContender.Library) -> StormFigures {
    ledgers.values.filter { $0.contender.library == library }.map(\.figures)
      .reduce(into: StormFigures()) { $0 += $1 }
  }

  /// Everything that went wrong so far.
  ///
  /// - Parameter count: what the counter holds, once nobody changes it any more.
  package func violations(count: Int64? = nil) -> [StormViolation] {
    let rules = OwnershipRules(permits: permits)
    let pauses = ledgers.values.flatMap(\.violations)
    let changes = ledgers.values.flatMap(\.changes).sorted { $0.zxid < $1.zxid }
    return pauses + rules.violations(among: certain) + rules.violations(among: changes)
      + (count.flatMap(wrongCount).map { [$0] } ?? [])
  }

  /// How often somebody owned something while another one, whose library had not told it yet, took
  /// itself for an owner still. No rule forbids that.
  package var supersededBeliefs: Int {
    let believed = ledgers.values.flatMap(\.ownerships).filter { $0.until != nil }
    let rules = OwnershipRules(permits: permits)
    return rules.crowds(among: believed, until: \.believedUntil).count
      - rules.crowds(among: certain) { $0.until ?? $0.from }.count
  }

  private var certain: [Ownership] {
    ledgers.values.flatMap(\.ownerships).filter { $0.until != nil }
  }

  private func wrongCount(_ count: Int64) -> StormViolation? {
    let figures = ledgers.values.map(\.figures)
    let acknowledged = figures.map(\.changes).reduce(0, +)
    let unknown =
      figures.map(\.unknown).reduce(0, +) + ledgers.values.count(where: \.isWaitingForAnswer)
    if acknowledged <= count, count <= acknowledged + unknown { return nil }
    return .wrongCount(count, acknowledged: acknowledged, unknown: unknown)
  }
}

extension StormFigures {
  fileprivate static func += (left: inout StormFigures, right: StormFigures) {
    left.acquired += right.acquired
    left.lost += right.lost
    left.denied += right.denied
    left.changes += right.changes
    left.unknown += right.unknown
    left.refused += right.refused
    left.pauses += right.pauses
  }
}
