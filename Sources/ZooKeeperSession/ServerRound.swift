import ZooKeeperModel

/// The servers in the order in which they are tried, round after round.
struct ServerRound: Sendable {
  private(set) var servers: [ServerAddress]
  /// The one that is tried or connected.
  private(set) var current: ServerAddress?
  private var nextIndex = 0
  /// How many were tried since a session was last served.
  private(set) var failures = 0
  /// Whether the server that greeted us last has said anything since.
  private(set) var isServing = false

  init(_ servers: [ServerAddress], shuffledWith random: inout RandomSource, shuffles: Bool) {
    self.servers = shuffles ? servers.shuffled(using: &random) : servers
  }

  /// Rounds that have led nowhere.
  var failedRounds: Int { failures / max(1, servers.count) }

  /// Whether the next attempt begins a new round after one that led nowhere.
  var mustRest: Bool { failures > 0 && failures.isMultiple(of: max(1, servers.count)) }

  mutating func next() -> ServerAddress {
    let server = advance()
    current = server
    return server
  }

  /// The server after the current one, for a look at whether it would serve us better.
  mutating func nextOther() -> ServerAddress? {
    guard servers.count > 1 else { return nil }
    let other = advance()
    return other == current ? advance() : other
  }

  private mutating func advance() -> ServerAddress {
    if nextIndex >= servers.count { nextIndex = 0 }
    defer { nextIndex += 1 }
    return servers[nextIndex]
  }

  mutating func failed() { failures += 1 }

  /// A server has taken us. Whether it also serves, its next word tells.
  mutating func greeted() { isServing = false }

  mutating func served() {
    if isServing { return }
    isServing = true
    failures = 0
  }

  /// Tries that server next.
  mutating func prefer(_ server: ServerAddress) {
    guard let index = servers.firstIndex(of: server) else { return }
    nextIndex = index
  }
}

extension ServerRound {
  /// Takes another list. Returns whether the connection should move, so that clients who all learn
  /// of the change spread evenly over the servers, and no more of them move than must.
  ///
  /// When servers are added, each client moves to one of them with the share that they have of
  /// all. When there are fewer, or as many, only those move whose server is gone: to one that
  /// stays with just the probability that fills all servers alike.
  mutating func replace(
    with newServers: [ServerAddress], random: inout RandomSource, shuffles: Bool
  ) -> Bool {
    let old = Set(servers)
    let before = servers.count
    let after = newServers.count
    var added = newServers.filter { !old.contains($0) }
    var stayers = newServers.filter { old.contains($0) }
    let isKept = current.map(stayers.contains) ?? false
    let dice = Double.random(in: 0..<1, using: &random)
    let moves: Bool
    var prefersAdded = true
    if after > before {
      moves = isKept ? dice < 1 - Double(before) / Double(after) : current != nil
    } else {
      moves = !isKept && current != nil
      let gone = before - stayers.count
      let share = Double(stayers.count * (before - after)) / Double(max(1, after * gone))
      prefersAdded = dice >= share
    }
    if shuffles {
      added.shuffle(using: &random)
      stayers.shuffle(using: &random)
    }
    servers = prefersAdded ? added + stayers : stayers + added
    nextIndex = 0
    failures = 0
    return moves
  }
}
