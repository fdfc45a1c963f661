import Testing
import ZooKeeperModel
import ZooKeeperTree

/// The table against the simplest thing that could be right: every deadline computed and looked at.
@Suite struct SessionsAgainstModelTests {
  private struct ModelSession {
    var timeout: Int64
    var deadline: Int64
  }

  private struct Model {
    let tick: Int64
    var sessions: [SessionID: ModelSession] = [:]

    mutating func hear(_ id: SessionID, at now: Int64) {
      guard let timeout = sessions[id]?.timeout else { return }
      sessions[id]?.deadline = ((now + timeout) / tick + 1) * tick
    }

    mutating func expire(at now: Int64) -> [SessionID] {
      let due = sessions.filter { $0.value.deadline <= now }.sorted {
        ($0.value.deadline, $0.key.rawValue) < ($1.value.deadline, $1.key.rawValue)
      }
      for (id, _) in due { sessions[id] = nil }
      return due.map(\.key)
    }
  }

  @Test("random lives of sessions end when they should", arguments: 1...8 as ClosedRange<UInt64>)
  func histories(_ seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    var table = SessionTable(
      .init(tick: 100, timeouts: 1...5_000), ids: SessionIDSource(startingAtMilliseconds: 0))
    var model = Model(tick: 100)
    var now: Int64 = 0
    for _ in 1...5_000 {
      now += Int64.random(in: 0...40, using: &random)
      let instant = MonotonicInstant(nanoseconds: now * 1_000_000)
      let wish = Int32.random(in: 1...5_000, using: &random)
      let known = model.sessions.keys.min { $0.rawValue < $1.rawValue }
      switch (Int.random(in: 0..<10, using: &random), known) {
      case (0..<3, _), (_, nil):
        let session = table.open(wishedTimeout: wish, at: instant)
        model.sessions[session.id] = ModelSession(timeout: Int64(session.timeout), deadline: 0)
        model.hear(session.id, at: now)
      case (3..<7, let id?):
        let isOpen = table.touch(id, at: instant)
        #expect(isOpen)
        model.hear(id, at: now)
      case (7..<9, let id?):
        let password = SessionPassword.derive(from: id)
        let timeout = table.resume(id, password: password, wishedTimeout: wish, at: instant)
        model.sessions[id]?.timeout = Int64(try #require(timeout))
        model.hear(id, at: now)
      case (_, let id?):
        table.close(id)
        model.sessions[id] = nil
      }
      if let first = model.sessions.values.map(\.deadline).min() {
        let next = try #require(table.nextDeadline)
        #expect(next.nanoseconds <= first * 1_000_000, "asked too late")
      }
      let expired = table.expire(at: instant)
      #expect(expired == model.expire(at: now))
      for id in expired { table.close(id) }
      #expect(table.count == model.sessions.count)
    }
  }
}
