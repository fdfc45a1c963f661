import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct CommitGateTests {
  private var gate = CommitGate(durable: Zxid(rawValue: 10))
  private var left: [(connection: UInt64, xid: Int32, zxid: Int64)] = []

  /// A reply that may leave when the log is durable through `gated`.
  private mutating func send(
    _ xid: Int32, to connection: UInt64, gated: Int64, zxid: Int64? = nil,
    stamp: CommitGate.Stamp = .asWritten
  ) {
    let header = ReplyHeader(xid: Xid(rawValue: xid), zxid: Zxid(rawValue: zxid ?? gated))
    var released: [(ConnectionID, Outgoing)] = []
    gate.send(
      .reply(header, nil), to: ConnectionID(rawValue: connection), gate: Zxid(rawValue: gated),
      stamp: stamp
    ) { released.append(($0, $1)) }
    note(released)
  }

  private mutating func open(_ zxid: Int64) {
    var released: [(ConnectionID, Outgoing)] = []
    gate.open(through: Zxid(rawValue: zxid)) { released.append(($0, $1)) }
    note(released)
  }

  private mutating func note(_ released: [(ConnectionID, Outgoing)]) {
    for (connection, message) in released {
      guard case .reply(let header, _) = message else { continue }
      left.append((connection.rawValue, header.xid.rawValue, header.zxid.rawValue))
    }
  }

  @Test("what depends on nothing new leaves at once")
  mutating func nothingToWaitFor() {
    send(1, to: 1, gated: 10)
    #expect(left.map(\.xid) == [1])
  }

  @Test("a write's reply leaves when its transaction is on disk, not before")
  mutating func write() {
    send(1, to: 1, gated: 11)
    #expect(left.isEmpty)
    open(10)
    #expect(left.isEmpty)
    open(11)
    #expect(left.map(\.xid) == [1])
  }

  @Test("a read on another connection does not wait for a write it did not see")
  mutating func readBeside() {
    send(1, to: 1, gated: 11)
    send(2, to: 2, gated: 5)
    #expect(left.map(\.xid) == [2])
  }

  @Test("a read behind a write on the same connection waits for it: replies keep their order")
  mutating func readBehind() {
    send(1, to: 1, gated: 12)
    send(2, to: 1, gated: 5)
    send(3, to: 1, gated: 13)
    open(12)
    #expect(left.map(\.xid) == [1, 2])
    #expect(gate.heldCount(for: ConnectionID(rawValue: 1)) == 1)
    open(13)
    #expect(left.map(\.xid) == [1, 2, 3])
  }

  @Test("a read's header never names more than is durable, and never less than it looked at allows")
  mutating func readStamp() {
    // Evaluated when transaction 15 was applied and 10 durable; what it looked at is old.
    send(1, to: 1, gated: 5, zxid: 15, stamp: .noLaterThanDurable)
    #expect(left.map(\.zxid) == [10])
    // It saw transaction 12; when it leaves, 13 is durable.
    send(2, to: 1, gated: 12, zxid: 15, stamp: .noLaterThanDurable)
    open(13)
    #expect(left.map(\.zxid) == [10, 13])
    // Behind it, everything is durable.
    open(20)
    send(3, to: 1, gated: 12, zxid: 15, stamp: .noLaterThanDurable)
    #expect(left.map(\.zxid) == [10, 13, 15])
  }

  @Test("connections are served in the order in which they began to wait")
  mutating func fairness() {
    for connection in [3, 1, 2] as [UInt64] { send(1, to: connection, gated: 11) }
    open(11)
    #expect(left.map(\.connection) == [3, 1, 2])
  }

  @Test("a connection that is gone gets nothing, and holds up nobody")
  mutating func gone() {
    send(1, to: 1, gated: 11)
    send(2, to: 2, gated: 11)
    gate.forget(ConnectionID(rawValue: 1))
    open(11)
    #expect(left.map(\.connection) == [2])
    #expect(gate.heldCount(for: ConnectionID(rawValue: 1)) == 0)
  }

  @Test("in any history, order holds on each connection and nothing leaves before its gate")
  mutating func histories() {
    var random = RandomSource(seed: 5)
    var sent: [UInt64: [Int32]] = [:]
    var gates: [Int32: Int64] = [:]
    var applied: Int64 = 10
    for xid in 1...5_000 as ClosedRange<Int32> {
      applied += 1
      let connection = UInt64.random(in: 1...7, using: &random)
      let gated = Int64.random(in: 1...applied, using: &random)
      sent[connection, default: []].append(xid)
      gates[xid] = gated
      send(xid, to: connection, gated: gated)
      if Bool.random(using: &random) { open(Int64.random(in: 1...applied, using: &random)) }
      let durable = gate.durable.rawValue
      #expect(left.suffix(20).allSatisfy { gates[$0.xid].map { $0 <= durable } ?? false })
    }
    open(applied)
    for (connection, xids) in sent {
      #expect(left.filter { $0.connection == connection }.map(\.xid) == xids)
    }
  }

  @Test("what is held is weighed until it leaves")
  mutating func weight() {
    let connection = ConnectionID(rawValue: 1)
    #expect(gate.heldBytes(for: connection) == 0)
    send(1, to: 1, gated: 11)
    send(2, to: 1, gated: 12)
    send(3, to: 2, gated: 12)
    let both = gate.heldBytes(for: connection)
    #expect(both > 0)
    open(11)
    #expect(gate.heldBytes(for: connection) == both / 2)
    open(12)
    #expect(gate.heldBytes(for: connection) == 0)
  }
}
