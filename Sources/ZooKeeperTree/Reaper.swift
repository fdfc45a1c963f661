import ZooKeeperModel

/// Decides when containers, and nodes with a time to live, are due to go.
///
/// As in Apache it looks from time to time, and what it finds goes one by one, so that many
/// deletions do not keep clients waiting. Unlike Apache's it asks again before each deletion
/// whether the node is still due: somebody may have written to it meanwhile.
package struct Reaper: Sendable {
  package struct Options: Sendable {
    /// Time between looks (Apache's `znode.container.checkIntervalMs`).
    package var intervalMilliseconds: Int64
    /// How many nodes go in a minute at most (`znode.container.maxPerMinute`).
    package var maxPerMinute: Int64
    /// After how long a container goes that never had a child; zero for never
    /// (`znode.container.maxNeverUsedIntervalMs`).
    package var neverUsedMilliseconds: Int64

    package init(
      intervalMilliseconds: Int64 = 60_000, maxPerMinute: Int64 = 10_000,
      neverUsedMilliseconds: Int64 = 0
    ) {
      precondition(intervalMilliseconds > 0, "who looks all the time does nothing else")
      precondition(maxPerMinute > 0, "with none in a minute the nodes would pile up")
      self.intervalMilliseconds = intervalMilliseconds
      self.maxPerMinute = maxPerMinute
      self.neverUsedMilliseconds = neverUsedMilliseconds
    }

    var spacing: Int64 { 60_000 / maxPerMinute * Reaper.nanoseconds }
    var interval: Int64 { intervalMilliseconds * Reaper.nanoseconds }
  }

  private static let nanoseconds: Int64 = 1_000_000

  private let options: Options
  /// What the last look found, the next to go at the end.
  private var found: [NodeID] = []
  private var nextLook: MonotonicInstant?
  private var nextDeletion: MonotonicInstant?

  init(_ options: Options) {
    self.options = options
  }

  /// When there is something to do; nil while the tree has no such node.
  func deadline(for tree: DataTree) -> MonotonicInstant? {
    guard !tree.selfEnding.isEmpty else { return nil }
    // Nodes that came from the disk are there before any moment was told: that is due at once.
    return nextDeletion ?? nextLook ?? MonotonicInstant(nanoseconds: .min)
  }

  /// Notes the time from which on nodes are to be looked for. To be called after every change.
  @inline(__always)
  mutating func follow(_ tree: DataTree, at now: MonotonicInstant) {
    if tree.selfEnding.isEmpty {
      rest()
    } else if nextLook == nil {
      nextLook = now + options.interval
    }
  }

  /// The next node to delete, if it is time.
  mutating func next(in tree: DataTree, at moment: Moment) -> NodeID? {
    let now = moment.monotonic
    if let nextLook, nextLook <= now, found.isEmpty {
      found = tree.selfEnding.nodes.reversed().filter { isDue($0, in: tree, at: moment.wall) }
      self.nextLook = nextLook + options.interval < now ? now : nextLook + options.interval
    }
    if let nextDeletion, now < nextDeletion { return nil }
    nextDeletion = nil
    while let node = found.popLast() {
      guard tree.selfEnding.contains(node), isDue(node, in: tree, at: moment.wall) else { continue }
      if !found.isEmpty { nextDeletion = now + options.spacing }
      return node
    }
    return nil
  }

  private mutating func rest() {
    guard nextLook != nil else { return }
    found = []
    nextLook = nil
    nextDeletion = nil
  }

  /// A container that never had a child may be waiting for its first one.
  func isDue(_ id: NodeID, in tree: DataTree, at now: Timestamp) -> Bool {
    guard tree.nodes[id].childCount == 0 else { return false }
    let age = now.millisecondsSinceEpoch &- tree.nodes[id].mtime.millisecondsSinceEpoch
    switch tree.kind(id) {
    case .container:
      let wait = options.neverUsedMilliseconds
      return tree.nodes[id].cversion > 0 || wait != 0 && age > wait
    case .timeToLive(let milliseconds):
      return milliseconds != 0 && age > milliseconds
    case .persistent, .ephemeral:
      return false
    }
  }
}

extension MonotonicInstant {
  fileprivate static func + (instant: MonotonicInstant, nanoseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: instant.nanoseconds + nanoseconds)
  }
}

extension ServerMachine {
  /// Deletes what is due, as a client would that may do everything.
  mutating func reap(at moment: Moment) {
    while let node = reaper.next(in: tree, at: moment) {
      let path = tree.path(of: node)
      let admission = Admission(.init(.none, [], options, tree.options), isMulti: false)
      do throws(Admission.Refusal) {
        let change = try admission.deleteContainer(path, in: tree)
        _ = commit(change, session: .none, cxid: 0, at: moment)
      } catch {
        // What may not be deleted stays, and is looked at again next time.
        continue
      }
    }
  }
}
