import ZooKeeperTransport

extension Mailbox {
  /// How many turns the loop makes in fifty milliseconds: a handful if it sleeps, thousands if
  /// something is ready that nobody takes.
  func turnsInFiftyMilliseconds() async throws -> Int {
    let counts = Journal<Int>()
    try await run { loop in
      var turns = 0
      loop.atEndOfTurn = { turns += 1 }
      loop.schedule(after: .milliseconds(50)) { [unowned loop] in
        loop.atEndOfTurn = nil
        counts.write(turns)
      }
    }
    return await counts.next() ?? 0
  }
}
