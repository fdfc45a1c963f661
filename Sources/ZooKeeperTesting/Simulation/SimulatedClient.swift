import ZooKeeperModel
import ZooKeeperSession

/// One client: its machine, what its callers wait for, and what its listeners have heard.
final class SimulatedClient {
  struct Call {
    var request: Request
    var path: String
    var isWrite: Bool
    /// The mark it leaves, where it leaves one.
    var isMarked = false
    var watch: WatchID?
    /// Who reads again after a gap.
    var rereads: WatchID?
    var deadline: MonotonicInstant?
    /// The last change of its own that the client knew of when it asked.
    var known: HistoryPoint
  }

  struct Watch {
    /// Counts listeners, so that they have an order.
    let number: Int
    var path: String
    var mode: WatchMode
    var isArmed = false
    /// Everything up to here is known to the listener; it must hear of all that came later.
    var base = HistoryPoint(era: -1, zxid: 0)
    /// What it heard in each history.
    var heard: [Int: [NodeEvent]] = [:]
    var needsReread = false
  }

  let index: Int
  var machine: SessionMachine
  var link: SimulatedLink?
  /// When its machine wants to be woken, as it said when it was last heard of.
  var wake = MonotonicInstant(nanoseconds: 0)
  /// Counts resolutions and connections: what belongs to an older one is ignored.
  var attempt = 0
  var isLeaving = false
  var calls: [UInt64: Call] = [:]
  var watches: [WatchID: Watch] = [:]
  private var lastWatch = 0
  /// The last write that was acknowledged.
  var known = HistoryPoint(era: 0, zxid: 0)
  var session: SessionID?
  /// It took the servers for being behind, and asks them for all that has ever happened.
  var hasForgotten = false
  /// In which history a server has last taken it.
  var era = 0
  /// The latest that a reply of this session has said.
  var seen = Zxid.zero
  /// The latest change of each node that this session was shown.
  var seenOfNodes: [String: HistoryPoint] = [:]

  init(index: Int, _ configuration: SessionConfiguration, random: RandomSource) {
    self.index = index
    machine = SessionMachine(configuration, random: random)
  }

  /// Everybody who listens, in the order in which they began to.
  var watchesInOrder: [(id: WatchID, watch: Watch)] {
    watches.sorted { $0.value.number < $1.value.number }.map { ($0.key, $0.value) }
  }

  func addWatch(_ id: WatchID, _ path: String, _ mode: WatchMode) {
    lastWatch += 1
    watches[id] = Watch(number: lastWatch, path: path, mode: mode)
  }
}
