import ZooKeeper

/// What a reader knows of a node's children, and what it has to ask to know it again. It decides;
/// `ChildrenValues` asks.
struct ChildrenMirror<Kept: Sendable> {
  /// Which children are looked at, and what is kept of them.
  struct Rules: Sendable {
    var isWanted: @Sendable (ZNodeName) -> Bool = { _ in true }
    /// Makes something of a child that was read, given what was kept of it before.
    var keep: @Sendable (_ name: ZNodeName, _ node: Node, _ before: Kept?) -> Kept
  }

  let path: ZNodePath
  private let rules: Rules

  /// Whether the node above is there.
  private(set) var exists = false
  private(set) var entries: [ZNodeName: Kept] = [:]
  /// The latest change that was seen.
  private(set) var zxid = Zxid.zero

  /// The change that made each child what was read.
  private var revisions: [ZNodeName: Zxid] = [:]
  /// The list of names may be out of date.
  private(set) var mustList = true
  /// Children that are unknown or have changed.
  private var changed: Set<ZNodeName> = []
  /// Children that may have changed, none of which is in `changed`: their stat tells.
  private var doubtful: Set<ZNodeName> = []
  /// What was shown last; nil if that means nothing any more.
  private var shown: State?
  /// Something has happened since, if only to and fro. Even that there is nothing is news at first.
  private var mayBeNews = true

  private struct State: Equatable {
    let exists: Bool
    let revisions: [ZNodeName: Zxid]
  }

  init(_ path: ZNodePath, _ rules: Rules) {
    self.path = path
    self.rules = rules
  }

  var isStale: Bool { mustList || !changed.isEmpty || !doubtful.isEmpty }

  /// Whether there is something that was not shown, once nothing has to be asked any more.
  mutating func takeNews() -> Bool {
    guard mayBeNews else { return false }
    mayBeNews = false
    let state = State(exists: exists, revisions: revisions)
    if state == shown { return false }
    shown = state
    return true
  }
}

// What the server tells.
extension ChildrenMirror {
  mutating func note(_ change: WatchChange) {
    if let gap = change.gap { return note(gap) }
    if change.path == path {
      switch change.kind {
      case .created: setExists(true)
      case .deleted: setExists(false)
      default: return
      }
    } else if change.path.parent == path, let name = change.path.name, rules.isWanted(name) {
      note(change, name)
    } else {
      // Beneath the children, or somebody else's.
      return
    }
    see(change.zxid)
  }

  private mutating func note(_ gap: GapReason) {
    mustList = true
    guard gap == .historyReplaced else { return }
    // Equal zxids mean nothing any more.
    revisions = [:]
    shown = nil
    mayBeNews = true
    zxid = .zero
  }

  private mutating func note(_ change: WatchChange, _ name: ZNodeName) {
    if change.kind == .deleted { return forget(name) }
    // What was read already shows it.
    if let zxid = change.zxid, let revision = revisions[name], revision >= zxid { return }
    mustRead(name)
  }

  private mutating func mustRead(_ name: ZNodeName) {
    doubtful.remove(name)
    changed.insert(name)
  }

  private mutating func setExists(_ exists: Bool) {
    if !exists { for name in known { forget(name) } }
    if self.exists != exists { mayBeNews = true }
    self.exists = exists
  }

  /// All that anything is known of; where history was replaced, that is more than has a revision.
  private var known: Set<ZNodeName> { Set(revisions.keys).union(entries.keys) }

  private mutating func forget(_ name: ZNodeName) {
    changed.remove(name)
    doubtful.remove(name)
    if revisions.removeValue(forKey: name) != nil { mayBeNews = true }
    entries[name] = nil
  }

  private mutating func see(_ zxid: Zxid?) {
    self.zxid = max(self.zxid, zxid ?? .zero)
  }
}

// What is asked, and what the answers say.
extension ChildrenMirror {
  /// Some of the children that have to be asked for, so many at most.
  func steps(atMost count: Int) -> [Step] {
    let reads = changed.prefix(count).map { Step.get(path / $0) }
    let looks = doubtful.prefix(count - reads.count)
    return reads + looks.map { .stat(path / $0) }
  }

  /// Takes the list of names; nil if there is no node above.
  mutating func take(_ children: Children?) {
    mustList = false
    guard let children else { return setExists(false) }
    setExists(true)
    see(children.stat.pzxid)
    let names = Set(children.names.filter(rules.isWanted))
    for name in known.subtracting(names) { forget(name) }
    changed.formIntersection(names)
    for name in names where !changed.contains(name) {
      if revisions[name] == nil { changed.insert(name) } else { doubtful.insert(name) }
    }
  }

  /// Takes the answer to a step; nil if there is no such node.
  mutating func take(_ result: StepResult?, for step: Step) {
    guard let name = step.path.name else { return }
    switch result {
    case .get(let node):
      changed.remove(name)
      take(node, name)
    case .stat(let stat?):
      doubtful.remove(name)
      if revisions[name] != stat.mzxid { changed.insert(name) }
    default:
      forget(name)
    }
  }

  private mutating func take(_ node: Node, _ name: ZNodeName) {
    if revisions[name] == node.stat.mzxid { return }
    revisions[name] = node.stat.mzxid
    see(node.stat.mzxid)
    mayBeNews = true
    entries[name] = rules.keep(name, node, entries[name])
  }
}
