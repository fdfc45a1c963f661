import ZooKeeperModel
import ZooKeeperWire

/// The requests that make known to a new connection what the last one watched.
///
/// In batches, because a server closes the connection of whoever sends more than it takes at once,
/// and would do so again after every reconnect.
struct WatchRestoration {
  struct Batch: Hashable, Sendable {
    var operation: OpCode
    var body: [UInt8]
    /// Whose watches it carries.
    var watches: [WatchID]
  }

  private let relativeZxid: Zxid
  private var batches: [Batch] = []
  private var watches: [WatchID] = []
  private var paths: [WatchMode: [String]] = [:]
  private var byteCount = 0

  /// Puts together what a table holds and the server once knew. Those who share a watch of the
  /// server are asked for once.
  ///
  /// Of those at one path the widest comes last, because that is what servers before 3.9 keep.
  static func batches(of table: WatchTable, since relativeZxid: Zxid) -> [Batch] {
    var restoration = WatchRestoration(relativeZxid: relativeZxid)
    var seen: Set<Known> = []
    let armed = table.all.filter(table.isArmed)
    for id in armed.filter({ table.mode(of: $0).isOneShot })
      + armed.filter({ table.mode(of: $0) == .persistent })
      + armed.filter({ table.mode(of: $0) == .recursive })
    {
      let known = Known(path: table.path(of: id), mode: table.mode(of: id))
      let isNew = seen.insert(known).inserted
      restoration.add(id, known, asks: isNew)
    }
    restoration.close()
    return restoration.batches
  }

  private struct Known: Hashable {
    let path: ZNodePath
    let mode: WatchMode
  }

  private init(relativeZxid: Zxid) {
    self.relativeZxid = relativeZxid
  }

  private mutating func add(_ id: WatchID, _ known: Known, asks: Bool) {
    if asks {
      let size = 4 + known.path.text.utf8.count
      if byteCount + size > Limits.setWatchesBytesMax { close() }
      byteCount += size
      paths[known.mode, default: []].append(known.path.text)
    }
    watches.append(id)
  }

  private mutating func close() {
    if watches.isEmpty { return }
    let oneShot = SetWatchesRequest(
      relativeZxid: relativeZxid, dataWatches: paths[.data] ?? [],
      existWatches: paths[.existence] ?? [], childWatches: paths[.children] ?? [])
    var writer = JuteWriter(capacity: byteCount + 64)
    // Servers before 3.6 know only the first form, and have no other watches.
    let isPlain = paths[.persistent] == nil && paths[.recursive] == nil
    if isPlain {
      oneShot.encode(to: &writer)
    } else {
      SetWatches2Request(
        oneShot: oneShot, persistentWatches: paths[.persistent] ?? [],
        persistentRecursiveWatches: paths[.recursive] ?? []
      ).encode(to: &writer)
    }
    batches.append(
      Batch(
        operation: isPlain ? .setWatches : .setWatches2, body: writer.bytes.copied(),
        watches: watches))
    watches = []
    paths = [:]
    byteCount = 0
  }
}
