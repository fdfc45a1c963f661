import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTree

/// Two brains meet: session machines and a server machine. Between them are a network, a disk and
/// an operator of whom nothing good is to be expected, all of it in virtual time and from one seed.
///
/// What must hold is checked with every step; the first thing that does not ends the run.
package final class Simulation {
  package let seed: UInt64
  package internal(set) var figures = SimulationFigures()
  /// What was found wrong.
  package private(set) var violation: String?

  var random: RandomSource
  var weather: Weather
  var now = MonotonicInstant(nanoseconds: 1_000_000_000)
  var queue = EventQueue<Happening>()
  let server: SimulatedServer
  var clients: [SimulatedClient] = []
  var links: [SimulatedLink] = []
  var isQuiet = false
  /// When those servers can be reached again: names of the same brain.
  var outages = [MonotonicInstant](repeating: MonotonicInstant(nanoseconds: 0), count: 3)
  var lastTicket: UInt64 = 0
  /// Where the mark of a call was seen in the log, and how often.
  var applied: [UInt64: (count: Int, last: HistoryPoint)] = [:]
  /// Writes that failed and must never have happened.
  var excluded: Set<UInt64> = []
  /// Writes that were acknowledged in the present history.
  var acknowledged: [UInt64: Int64] = [:]

  enum Happening {
    case resolved(client: Int, attempt: Int)
    case connected(SimulatedLink, attempt: Int)
    case refused(client: Int, attempt: Int)
    case bytesToServer(SimulatedLink, [UInt8])
    case bytesToClient(SimulatedLink, [UInt8])
    /// A question reaches the server, or does not.
    case asked(SimulatedClient, ZxidQuestion)
    case answered(SimulatedClient, ZxidQuestion, ZxidAnswer)
    case endToServer(SimulatedLink)
    case endToClient(SimulatedLink)
    /// The client's own end of a connection, or of an attempt.
    case dropped(client: Int, attempt: Int)
    case synced(start: Int, count: Int)
    case serverStarts
    case mischief
    case acts(client: Int)
  }

  static let addresses = ["a", "b", "c"].map { ServerAddress(host: $0) }

  package init(seed: UInt64) {
    self.seed = seed
    // Neighbouring seeds must not give neighbouring runs.
    var random = RandomSource(seed: seed &* 0xD134_2543_DE82_EF95)
    weather = Weather(random: &random)
    self.random = random
    server = SimulatedServer(tickMilliseconds: weather.tickMilliseconds)
  }

  /// Plays half a minute of weather, then waits until all is calm, and looks at what is left.
  package func run() {
    server.start(at: now)
    for index in 0..<weather.clients {
      clients.append(newClient(index))
      later(0...100, .acts(client: index))
    }
    later(weather.mischief, .mischief)
    turn(until: now + .seconds(30))
    isQuiet = true
    mend()
    turn(atMost: .seconds(90)) { isCalm }
    checkQuiet()
    for client in clients { close(client) }
    turn(atMost: .seconds(60)) { clients.allSatisfy(\.machine.hasEnded) }
    checkClosed()
    figures.virtualSeconds = Int(now.nanoseconds / 1_000_000_000)
  }

  /// Notes what is wrong, with all that it takes to see it again.
  func fail(_ message: @autoclosure () -> String) {
    if violation != nil { return }
    violation =
      "ZK_SEED=\(seed) swift test --filter SimulationTests: \(message())"
      + " (\(now.nanoseconds / 1_000_000) ms)"
  }

  func later(_ milliseconds: ClosedRange<Int>, _ event: Happening) {
    queue.add(event, at: now + .milliseconds(random.number(milliseconds)))
  }

  private func turn(atMost patience: Duration, unless isDone: () -> Bool) {
    let end = now + patience
    while now < end, violation == nil, !isDone() { turn(until: min(end, now + .seconds(2))) }
  }

  private func turn(until end: MonotonicInstant) {
    while violation == nil {
      var next = queue.nextMoment ?? end
      for client in clients { next = min(next, client.wake) }
      if let wake = server.wake { next = min(next, wake) }
      if next >= end { break }
      now = max(now, next)
      if let wake = server.wake, wake <= now { serve(.tick) }
      for client in clients where client.wake <= now { wake(client) }
      while let moment = queue.nextMoment, moment <= now, let event = queue.popFirst() {
        happen(event)
      }
    }
    now = max(now, end)
  }

  private func wake(_ client: SimulatedClient) {
    // Several things may be due at one moment.
    for _ in 0..<4 where client.wake <= now {
      client.machine.advance(to: now)
      settle(client)
    }
    if client.wake <= now { fail("client \(client.index) is woken for what it has done") }
  }

  private func happen(_ event: Happening) {
    switch event {
    case .resolved(let index, let attempt): resolved(clients[index], attempt)
    case .connected(let link, let attempt): connected(link, attempt)
    case .refused(let index, let attempt): refused(clients[index], attempt)
    case .bytesToServer(let link, let bytes): arriveAtServer(link, bytes)
    case .bytesToClient(let link, let bytes): arriveAtClient(link, bytes)
    case .asked(let client, let question): asked(question, by: client)
    case .answered(let client, let question, let answer):
      client.machine.answered(question, answer)
    case .endToServer(let link): endAtServer(link)
    case .endToClient(let link): endAtClient(link)
    case .dropped(let index, let attempt): dropped(clients[index], attempt)
    case .synced(let start, let count):
      guard start == server.starts else { return }
      server.synced(through: count)
      collect()
    case .serverStarts:
      server.start(at: now)
      if !server.isUp { fail("the server does not come back") }
    case .mischief:
      if isQuiet { return }
      doMischief()
      later(weather.mischief, .mischief)
    case .acts(let index):
      act(clients[index])
      later(weather.pace, .acts(client: index))
    }
  }
}

extension MonotonicInstant {
  static func + (moment: MonotonicInstant, duration: Duration) -> MonotonicInstant {
    let (seconds, attoseconds) = duration.components
    return MonotonicInstant(
      nanoseconds: moment.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
