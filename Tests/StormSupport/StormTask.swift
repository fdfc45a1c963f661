/// What a contender is told to do, as the arguments of its process.
package struct StormTask: Hashable, Sendable {
  /// What all contend for.
  package enum Prize: String, CaseIterable, Hashable, Sendable {
    case lock, leadership
    /// One of several.
    case permit

    /// How many may own it at once.
    package var owners: Int { self == .permit ? 2 : 1 }
  }

  /// What is wrong with a contender, for a storm that is to find it out.
  package enum Flaw: String, CaseIterable, Hashable, Sendable {
    /// It asks nobody, and takes itself for the first in the line.
    case asksNobody = "asks-nobody"
    /// It stands still for too long, and then goes on as if nothing had happened.
    case ignoresLoss = "ignores-loss"
  }

  package var prize: Prize
  /// Where the servers are.
  package var servers: String
  /// The node beneath which everything happens.
  package var root: String
  package var sessionMilliseconds: Int
  /// For what a contender decides by chance.
  package var seed: UInt64
  package var flaw: Flaw?

  package init(
    _ prize: Prize, servers: String, root: String, sessionMilliseconds: Int, seed: UInt64,
    flaw: Flaw? = nil
  ) {
    self.prize = prize
    self.servers = servers
    self.root = root
    self.sessionMilliseconds = sessionMilliseconds
    self.seed = seed
    self.flaw = flaw
  }
}

extension StormTask {
  /// Contenders in other languages read the first six: the fifth is how many may own the prize.
  package var arguments: [String] {
    [prize.rawValue, servers, root, "\(sessionMilliseconds)", "\(prize.owners)", "\(seed)"]
      + (flaw.map { [$0.rawValue] } ?? [])
  }

  /// Nil where these are no arguments of a contender.
  package init?(arguments: [String]) {
    guard (6...7).contains(arguments.count), let prize = Prize(rawValue: arguments[0]),
      let sessionMilliseconds = Int(arguments[3]), let seed = UInt64(arguments[5])
    else { return nil }
    self.init(
      prize, servers: arguments[1], root: arguments[2], sessionMilliseconds: sessionMilliseconds,
      seed: seed)
    guard let name = arguments.dropFirst(6).first else { return }
    guard let flaw = Flaw(rawValue: name) else { return nil }
    self.flaw = flaw
  }

  /// Where contenders line up.
  package var line: String { "\(root)/line" }

  /// What owners change: the count and the token of the latest who has counted, with a space
  /// between them.
  package var counter: String { "\(root)/counter" }
}
