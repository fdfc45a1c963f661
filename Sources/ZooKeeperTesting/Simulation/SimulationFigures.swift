/// What took place in a run, or in many.
package struct SimulationFigures: Hashable, Sendable {
  package var virtualSeconds = 0
  package var calls = 0
  package var answered = 0
  /// Calls that failed and changed nothing.
  package var notApplied = 0
  /// Calls of which the client cannot know whether they changed something.
  package var unknown = 0
  /// Those of them that did.
  package var unknownApplied = 0
  package var events = 0
  package var gaps = 0
  package var connections = 0
  package var sessionsLost = 0
  /// Sessions that clients gave up by the clock.
  package var sessionsGivenUp = 0
  /// Those of them that the server still had.
  package var sessionsGivenUpAlive = 0
  package var restarts = 0
  package var wipes = 0
  package var leadersLost = 0
  /// Sessions that clients gave up because the servers knew less than they.
  package var sessionsAhead = 0

  package init() {}

  package static func += (sum: inout SimulationFigures, more: SimulationFigures) {
    sum.virtualSeconds += more.virtualSeconds
    sum.calls += more.calls
    sum.answered += more.answered
    sum.notApplied += more.notApplied
    sum.unknown += more.unknown
    sum.unknownApplied += more.unknownApplied
    sum.events += more.events
    sum.gaps += more.gaps
    sum.connections += more.connections
    sum.sessionsLost += more.sessionsLost
    sum.sessionsGivenUp += more.sessionsGivenUp
    sum.sessionsGivenUpAlive += more.sessionsGivenUpAlive
    sum.restarts += more.restarts
    sum.wipes += more.wipes
    sum.leadersLost += more.leadersLost
    sum.sessionsAhead += more.sessionsAhead
  }
}
