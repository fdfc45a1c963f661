import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct SessionTableTests {
  private var table = SessionTable(
    .init(tick: 2_000), ids: SessionIDSource(startingAtMilliseconds: 1))

  private func at(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
  }

  private mutating func open(_ timeout: Int32 = 10_000, at now: Int64 = 0) -> SessionID {
    table.open(wishedTimeout: timeout, at: at(now)).id
  }

  private mutating func expire(at now: Int64) -> [SessionID] {
    table.expire(at: at(now))
  }

  private mutating func touch(_ id: SessionID, at now: Int64) -> Bool {
    table.touch(id, at: at(now))
  }

  private mutating func resume(
    _ id: SessionID, _ password: Secret?, _ timeout: Int32 = 10_000, at now: Int64 = 0
  ) -> Int32? {
    table.resume(id, password: password, wishedTimeout: timeout, at: at(now))
  }

  @Test(
    "timeouts are brought into the server's range, 2 to 20 ticks",
    arguments: [
      (Int32.min, 4_000), (0, 4_000), (3_999, 4_000), (4_000, 4_000), (5_001, 5_001),
      (40_000, 40_000), (40_001, 40_000), (.max, 40_000),
    ] as [(Int32, Int32)])
  mutating func negotiation(_ wished: Int32, _ granted: Int32) {
    let session = table.open(wishedTimeout: wished, at: at(0))
    #expect(session.timeout == granted)
    let password = SessionPassword.derive(from: session.id)
    #expect(resume(session.id, password, wished) == granted)
  }

  @Test("no tick is too long to count with")
  func longTicks() {
    var table = SessionTable(
      .init(tick: .max), ids: SessionIDSource(startingAtMilliseconds: 1))
    let timeout = table.open(wishedTimeout: 1, at: at(0)).timeout
    #expect(timeout == .max)
    #expect(table.nextDeadline == at(2 * Int64(Int32.max)))
  }

  /// The instants are those of Apache's queue: (time ÷ tick + 1) × tick.
  @Test(
    "a session ends at the first tick after its timeout, never on it",
    arguments: [
      (0, 4_000, 6_000), (1, 4_000, 6_000), (1_999, 4_000, 6_000), (2_000, 4_000, 8_000),
      (0, 4_001, 6_000), (500, 5_000, 6_000), (999, 5_000, 6_000), (1_000, 5_000, 8_000),
      (-1, 4_000, 4_000), (-9_000, 4_000, -4_000), (-8_000, 4_000, -2_000),
    ] as [(Int64, Int32, Int64)])
  mutating func ticks(_ opened: Int64, _ timeout: Int32, _ end: Int64) {
    let id = open(timeout, at: opened)
    #expect(table.nextDeadline == at(end))
    #expect(expire(at: end - 1) == [])
    #expect(expire(at: end) == [id])
    #expect(table.nextDeadline == nil)
  }

  @Test("a touch gives the whole timeout again")
  mutating func touching() {
    let id = open(4_000)
    #expect(touch(id, at: 5_000))
    #expect(expire(at: 6_000) == [])
    #expect(table.nextDeadline == at(10_000))
    #expect(expire(at: 9_999) == [])
    #expect(expire(at: 10_000) == [id])
  }

  @Test("who expired is closing: neither touched, nor resumed, nor expired again, but counted")
  mutating func closing() {
    let id = open(4_000)
    #expect(expire(at: 6_000) == [id])
    #expect(!table.isOpen(id))
    #expect(!touch(id, at: 6_000))
    #expect(resume(id, SessionPassword.derive(from: id), at: 6_000) == nil)
    #expect(expire(at: 60_000) == [])
    #expect(table.persisted.map(\.id) == [id])
    table.close(id)
    #expect(table.count == 0)
  }

  @Test("a session that is marked as closing does not expire besides")
  mutating func markedClosing() {
    let id = open(4_000)
    table.markClosing(id)
    #expect(!touch(id, at: 1))
    #expect(expire(at: 60_000) == [])
    table.close(id)
    table.close(id)
    table.markClosing(id)
    #expect(table.count == 0)
  }

  @Test("whoever does not know the password is told what a stranger is told, and changes nothing")
  mutating func wrongPassword() {
    let id = open(4_000)
    let wrong: [Secret?] = [
      nil, Secret([]), Secret([UInt8](repeating: 0, count: 16)),
      SessionPassword.derive(from: SessionID(rawValue: id.rawValue + 1)),
    ]
    for password in wrong {
      #expect(resume(id, password, 40_000, at: 5_999) == nil)
    }
    let stranger = SessionID(rawValue: 99)
    #expect(resume(stranger, SessionPassword.derive(from: stranger)) == nil)
    #expect(resume(.none, SessionPassword.derive(from: .none)) == nil)
    #expect(table.isOpen(id))
    #expect(expire(at: 6_000) == [id], "no longer for it")
  }

  @Test("a session that is resumed has the new timeout from now on; the first one stays stored")
  mutating func resuming() {
    let id = open(20_000)
    #expect(resume(id, SessionPassword.derive(from: id), 4_000, at: 1_000) == 4_000)
    #expect(table.nextDeadline == at(6_000), "brought forward")
    #expect(table.persisted == [PersistedSession(id: id, timeoutMilliseconds: 20_000)])
    #expect(touch(id, at: 3_000))
    #expect(expire(at: 6_000) == [])
    #expect(expire(at: 8_000) == [id])
  }

  @Test("a session from the disk has its full timeout, whatever the server would grant")
  mutating func adopting() {
    let saved = PersistedSession(id: SessionID(rawValue: 7), timeoutMilliseconds: 100_000)
    table.adopt(saved, at: at(1_000))
    #expect(table.persisted == [saved])
    #expect(expire(at: 100_000) == [])
    #expect(expire(at: 102_000) == [saved.id])
  }

  @Test("new sessions never take the id of one from the disk")
  mutating func adoptedIDs() {
    let latest = SessionID(rawValue: 0x01FF_FFFF_FFFF_FFFE)
    for id in [latest, SessionID(rawValue: 0x0100_0000_0000_0000)] {
      table.adopt(PersistedSession(id: id, timeoutMilliseconds: 4_000), at: at(0))
    }
    #expect(open().rawValue == 0x01FF_FFFF_FFFF_FFFF)
    // The numbers begin anew, and the first one is taken.
    #expect(open().rawValue == 0x0100_0000_0000_0001)
  }

  @Test("they expire by deadline and then by id, and are stored by id")
  mutating func order() {
    let ids = (0..<50).map { open($0 < 25 ? 8_000 : 4_000) }
    #expect(expire(at: 60_000) == Array(ids[25...] + ids[..<25]))
    #expect(table.persisted.map(\.id) == ids)
  }
}
