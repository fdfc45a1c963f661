import Foundation
import StormSupport
import ZooKeeper
import ZooKeeperModel

// While it owns what it wanted.
extension Rival {
  /// Counts a few times, and gives the lease back.
  func own(_ lease: Lease, _ seed: UInt64) async throws {
    guard await countAFewTimes(with: lease, seed) else { return }
    do {
      try await lease.release()
    } catch {
      sayLost(lease)
    }
  }

  /// Counts a few times, and returns to resign.
  func lead(by lease: Lease, _ seed: UInt64) async throws {
    if await countAFewTimes(with: lease, seed) { return }
    // Who is deposed is cancelled as well, if it waits for that, and stands again.
    await lease.untilLost()
    try Task.checkCancellation()
  }

  /// Returns whether it is an owner to the end.
  private func countAFewTimes(with lease: Lease, _ seed: UInt64) async -> Bool {
    var random = RandomSource(seed: seed)
    Voice.say(StormEvent(at: StormClock.now, .acquired, token: lease.token.rawValue))
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard isHeld(lease) else { break }
      await count(with: lease)
      // Whoever is cancelled meanwhile finds out why.
      try? await zk.wait(for: .milliseconds(Int.random(in: 0...20, using: &random)))
    }
    guard isHeld(lease) else {
      sayLost(lease)
      return false
    }
    Voice.say(StormEvent(at: StormClock.now, .releasing, token: lease.token.rawValue))
    return true
  }

  private func sayLost(_ lease: Lease) {
    Voice.say(StormEvent(at: StormClock.now, .lost, token: lease.token.rawValue))
  }

  /// Says so if it is. The time is taken first, so that it was held then, too.
  private func isHeld(_ lease: Lease) -> Bool {
    let now = StormClock.now
    do {
      try lease.check()
    } catch {
      return false
    }
    Voice.say(StormEvent(at: now, .holds, token: lease.token.rawValue))
    return true
  }

  /// Reads the counter and writes it anew. Where there is one owner only, it does so without a look
  /// at the counter's version: if somebody else writes in between, that is lost.
  private func count(with lease: Lease) async {
    let token = lease.token.rawValue
    guard let (count, version) = try? await readCounter() else { return }
    if orders.takePause() {
      // The classical worst moment: between the check and what depends on it.
      pause(token)
      if task.flaw == .ignoresLoss { return await goOn(as: token) }
      _ = isHeld(lease)
    }
    Voice.say(StormEvent(at: StormClock.now, .asks, token: token, value: count + 1))
    do {
      let change = Step.set(
        counter, to: "\(count + 1) \(token)", ifVersion: task.prize.owners == 1 ? nil : version)
      let results = try await lease.transaction([change])
      sayWritten(results.last, token, count + 1)
    } catch {
      let word: StormEvent.Word =
        switch (error.outcome, error.code) {
        case (.unknown, _): .unsure
        case (.notApplied, .leaseLost): .refused
        case (.notApplied, _): .failed
        }
      Voice.say(StormEvent(at: StormClock.now, word, token: token, value: count + 1))
    }
  }

  private func sayWritten(_ result: StepResult?, _ token: Int64, _ count: Int64) {
    guard case .set(let stat)? = result else { return }
    Voice.say(
      StormEvent(
        at: StormClock.now, .wrote, token: token, value: count, zxid: stat.mzxid.rawValue))
  }

  private func readCounter() async throws -> (count: Int64, version: Version)? {
    let node = try await zk.get(counter)
    let count = node.text?.split(separator: " ").first.flatMap { Int64($0) }
    return count.map { ($0, node.stat.version) }
  }

  /// Stands still until somebody lets it go on.
  private func pause(_ token: Int64) {
    Voice.say(StormEvent(at: StormClock.now, .pausing, token: token))
    raise(SIGSTOP)
  }
}

// What nobody should do.
extension Rival {
  /// Enters the line as everybody does, and does not look who else is there.
  func takeWithoutAsking() async throws -> Lease {
    let beginning = ContinuousClock.now
    let name = try ZNodeName(validating: "_c_\(zk.makeUniqueName())-lock-")
    let created = try await zk.create(
      line / name, mode: .ephemeralSequential, parents: .createContainers)
    return try zk.lease(on: created, provenAt: beginning)
  }

  /// Believes in what it was told before the pause, and never asks again.
  private func goOn(as token: Int64) async {
    while !orders.shallLeave {
      let count = try? await readCounter()?.count
      Voice.say(StormEvent(at: StormClock.now, .holds, token: token))
      if let count { await write(count + 1, as: token) }
      try? await zk.wait(for: .milliseconds(20))
    }
  }

  private func write(_ count: Int64, as token: Int64) async {
    Voice.say(StormEvent(at: StormClock.now, .asks, token: token, value: count))
    do {
      let stat = try await zk.set(counter, to: "\(count) \(token)")
      sayWritten(.set(stat), token, count)
    } catch {
      Voice.say(StormEvent(at: StormClock.now, .unsure, token: token, value: count))
    }
  }
}
