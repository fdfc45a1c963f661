import StormSupport
import ZooKeeper
import ZooKeeperModel
import ZooKeeperRecipes

/// One who wants what others want, too, gets it, counts while it has it, and gives it back; again
/// and again.
struct Rival: Sendable {
  let task: StormTask
  let orders: Orders
  let zk: ZooKeeperClient
  let line: ZNodePath
  let counter: ZNodePath

  init(_ task: StormTask, _ orders: Orders, _ zk: ZooKeeperClient) throws {
    self.task = task
    self.orders = orders
    self.zk = zk
    line = try ZNodePath(validating: task.line)
    counter = try ZNodePath(validating: task.counter)
  }

  /// Until it is told to leave.
  func run() async throws {
    var random = RandomSource(seed: task.seed)
    while !orders.shallLeave {
      do {
        try await contend(&random)
      } catch let error as ZooKeeperError {
        guard error.isWeather else { throw error }
        Voice.say(StormEvent(at: StormClock.now, .denied))
      }
      // Curator's waiters come in where there are fewer contenders than permits.
      let rest = task.prize == .permit ? 0...100 : 0...5
      try await zk.wait(for: .milliseconds(Int.random(in: rest, using: &random)))
    }
  }

  private func contend(_ random: inout RandomSource) async throws {
    let seed = random.next()
    if task.prize == .leadership {
      try await zk.election(line).lead { try await lead(by: $0, seed) }
    } else if let lease = try await acquire(&random) {
      try await own(lease, seed)
    } else {
      Voice.say(StormEvent(at: StormClock.now, .denied))
    }
  }

  /// Sometimes it does not want to wait, or not for long: then it has to leave the line again.
  private func acquire(_ random: inout RandomSource) async throws -> Lease? {
    if task.flaw == .asksNobody { return try await takeWithoutAsking() }
    let chance = Int.random(in: 0..<10, using: &random)
    let isPatient = chance > 2
    let patience = Duration.milliseconds(Int.random(in: 0...200, using: &random))
    if task.prize == .lock {
      let lock = zk.lock(line)
      if chance == 0 { return try await lock.tryAcquire() }
      return try await lock.acquire(within: isPatient ? nil : patience)
    }
    let semaphore = zk.semaphore(line, permits: task.prize.owners)
    if chance == 0 { return try await semaphore.tryAcquire() }
    return try await semaphore.acquire(within: isPatient ? nil : patience)
  }

  /// Waits until the servers have nothing of it any more: whatever could not be deleted at once is
  /// deleted soon, when the weather is good.
  func untilNothingIsLeft() async throws {
    let end = ContinuousClock.now + .seconds(30)
    while true {
      do {
        try await zk.sync(line)
        let nodes = try await zk.ephemerals(beneath: line)
        let watches = zk.metrics.watches
        if nodes.isEmpty, watches == 0 { return }
        guard ContinuousClock.now < end else { throw Leftovers(nodes: nodes, watches: watches) }
      } catch let error as ZooKeeperError {
        guard error.isWeather, ContinuousClock.now < end else { throw error }
      }
      try await zk.wait(for: .milliseconds(50))
    }
  }

  private struct Leftovers: Error {
    let nodes: [ZNodePath]
    let watches: Int
  }
}

extension ZooKeeperError {
  /// Whether it is what can happen to a call in a storm.
  var isWeather: Bool {
    switch code {
    case .connectionLost, .timedOut, .sessionExpired, .sessionMoved, .leaseLost: true
    default: false
    }
  }
}
