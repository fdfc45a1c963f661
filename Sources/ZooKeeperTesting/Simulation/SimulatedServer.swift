import ZooKeeperModel
import ZooKeeperTree
import ZooKeeperWire

/// The brain of a server with a disk that takes its time, and everything that can happen to both.
final class SimulatedServer {
  /// Nil while it is down.
  var machine: ServerMachine?
  private(set) var isUp = false
  /// When there is a leader again. Until then it turns clients away, and its sessions live on.
  var leaderComes = MonotonicInstant(nanoseconds: 0)
  /// When the machine wants to be woken, as it said when it was last heard of.
  private(set) var wake: MonotonicInstant?
  /// Counts starts and crashes: what was under way before does not count any more.
  var starts = 0
  /// Counts histories.
  var era = 0
  /// All transactions of the present history, the first with zxid 1.
  private(set) var log: [Transaction] = []
  /// How many of them are on disk.
  private(set) var stored = 0
  var isSyncing = false
  /// How far the server was when it looked at a request.
  private var evaluations: [Evaluation: HistoryPoint] = [:]

  private struct Evaluation: Hashable {
    var connection: ConnectionID
    var xid: Int32
  }

  private let tickMilliseconds: Int

  init(tickMilliseconds: Int) {
    self.tickMilliseconds = tickMilliseconds
  }

  func start(at now: MonotonicInstant) {
    starts += 1
    isSyncing = false
    var revival = Revival(
      tree: DataTree.Options(checksum: nil, hashKey: 1),
      sessions: SessionTable.Options(
        tick: Int32(tickMilliseconds), timeouts: 1000...Int32(20 * tickMilliseconds)),
      ids: SessionIDSource(startingAtMilliseconds: 1 + now.nanoseconds / 1_000_000))
    for transaction in log { revival.take(transaction) }
    guard let revived = try? revival.finish(at: now) else { return }
    var machine = ServerMachine(
      ServerMachine.Options(access: Access(), authentication: Authentication(hash: { _ in [] })),
      tree: revived.tree, sessions: revived.sessions)
    machine.beginToServe(at: now)
    self.machine = machine
    isUp = true
    noteWake()
  }

  func noteWake() { wake = machine?.nextDeadline }

  /// Loses what is not on disk, of which the disk may have taken more than it said.
  func crash(keeping more: Int) {
    machine = nil
    isUp = false
    wake = nil
    starts += 1
    stored = min(log.count, stored + more)
    log.removeLast(log.count - stored)
    evaluations = evaluations.mapValues(survived)
  }

  /// What is left of a point in history after a crash: later changes get the lost numbers again.
  func survived(_ point: HistoryPoint) -> HistoryPoint {
    HistoryPoint(
      era: point.era, zxid: point.era == era ? min(point.zxid, Int64(stored)) : point.zxid)
  }

  /// Loses everything, as when an operator begins anew.
  func wipe() {
    era += 1
    log = []
    stored = 0
  }

  func append(_ transactions: [Transaction]) { log += transactions }

  func transaction(_ zxid: Int64) -> Transaction? {
    zxid >= 1 && zxid <= log.count ? log[Int(zxid) - 1] : nil
  }

  /// The log is on disk through a transaction.
  func synced(through count: Int) {
    isSyncing = false
    stored = max(stored, count)
    machine?.durable(through: Zxid(rawValue: Int64(stored)))
  }

  func note(_ header: RequestHeader, on connection: ConnectionID) {
    evaluations[Evaluation(connection: connection, xid: header.xid.rawValue)] = HistoryPoint(
      era: era, zxid: Int64(log.count))
  }

  func evaluation(of xid: Xid, on connection: ConnectionID) -> HistoryPoint? {
    evaluations[Evaluation(connection: connection, xid: xid.rawValue)]
  }
}

extension Outgoing {
  /// Writes what stands in a frame; nothing for the end of a connection.
  func encode(to writer: inout JuteWriter) {
    switch self {
    case .greeting(let reply): reply.encode(to: &writer)
    case .reply(let header, let body):
      header.encode(to: &writer)
      body?.encode(to: &writer)
    case .event(let header, let event):
      header.encode(to: &writer)
      event.encode(to: &writer)
    case .close: break
    }
  }
}
