import ZooKeeper

/// What a reader knows of a directory, and what it has to ask to know it again. It decides; the
/// iterator asks.
struct DirectoryMirror<Value: NodeValue> {
  private let policy: InvalidValuePolicy<Value>
  private let report: (@Sendable (InvalidValue) -> Void)?
  private var directory: ValueDirectory<Value>

  /// The change that made each value what was read, valid or not.
  private var revisions: [ZNodeName: Zxid] = [:]
  /// The list of names may be out of date.
  private(set) var mustList = true
  /// Values that are unknown or have changed.
  private var changed: Set<ZNodeName> = []
  /// Values that may have changed, none of which is in `changed`: their stat tells.
  private var doubtful: Set<ZNodeName> = []
  /// What was shown last; nil if that means nothing any more.
  private var shown: State?
  /// Something has happened since, if only to and fro. Even that there is nothing is news at first.
  private var mayBeNews = true

  private struct State: Equatable {
    let exists: Bool
    let revisions: [ZNodeName: Zxid]
  }

  init(
    _ path: ZNodePath, _ policy: InvalidValuePolicy<Value>,
    _ report: (@Sendable (InvalidValue) -> Void)?
  ) {
    self.policy = policy
    self.report = report
    directory = ValueDirectory(path)
  }

  var isStale: Bool { mustList || !changed.isEmpty || !doubtful.isEmpty }

  /// What is to be shown, once nothing has to be asked any more; nil if it was shown.
  mutating func takeNews() -> ValueDirectory<Value>? {
    guard mayBeNews else { return nil }
    mayBeNews = false
    let state = State(exists: directory.exists, revisions: revisions)
    if state == shown { return nil }
    shown = state
    return directory
  }
}

// What the server tells.
extension DirectoryMirror {
  mutating func note(_ change: WatchChange) {
    if let gap = change.gap { return note(gap) }
    if change.path == directory.path {
      switch change.kind {
      case .created: setExists(true)
      case .deleted: setExists(false)
      default: return
      }
    } else if change.path.parent == directory.path, let name = change.path.name {
      note(change, name)
    } else {
      // Beneath the values: a history, or somebody else's.
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
    directory.zxid = .zero
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
    if directory.exists != exists { mayBeNews = true }
    directory.exists = exists
  }

  /// All that anything is known of; where history was replaced, that is more than has a revision.
  private var known: Set<ZNodeName> {
    Set(revisions.keys).union(directory.entries.keys).union(directory.problems.keys)
  }

  private mutating func forget(_ name: ZNodeName) {
    changed.remove(name)
    doubtful.remove(name)
    if revisions.removeValue(forKey: name) != nil { mayBeNews = true }
    directory.entries[name] = nil
    directory.problems[name] = nil
  }

  private mutating func see(_ zxid: Zxid?) {
    directory.zxid = max(directory.zxid, zxid ?? .zero)
  }
}

// What is asked, and what the answers say.
extension DirectoryMirror {
  /// Some of the values that have to be asked for, so many at most.
  func steps(atMost count: Int) -> [Step] {
    let reads = changed.prefix(count).map { Step.get(directory.path / $0) }
    let looks = doubtful.prefix(count - reads.count)
    return reads + looks.map { .stat(directory.path / $0) }
  }

  /// Takes the list of names; nil if there is no directory.
  mutating func take(_ children: Children?) {
    mustList = false
    guard let children else { return setExists(false) }
    setExists(true)
    see(children.stat.pzxid)
    let names = Set(children.names)
    for name in known.subtracting(names) { forget(name) }
    changed.formIntersection(names)
    for name in names where !changed.contains(name) {
      if revisions[name] == nil { changed.insert(name) } else { doubtful.insert(name) }
    }
  }

  /// Takes the answer to a step; nil if there is no such node.
  ///
  /// - Throws: `InvalidValue` if that is the policy.
  mutating func take(_ result: StepResult?, for step: Step) throws {
    guard let name = step.path.name else { return }
    switch result {
    case .get(let node):
      changed.remove(name)
      try take(node, name)
    case .stat(let stat?):
      doubtful.remove(name)
      if revisions[name] != stat.mzxid { changed.insert(name) }
    default:
      forget(name)
    }
  }

  private mutating func take(_ node: Node, _ name: ZNodeName) throws {
    if revisions[name] == node.stat.mzxid { return }
    revisions[name] = node.stat.mzxid
    see(node.stat.mzxid)
    mayBeNews = true
    do throws(InvalidValue) {
      directory.entries[name] = try Versioned(node, at: directory.path / name)
      directory.problems[name] = nil
    } catch {
      switch policy {
      case .keepLast: break
      case .fail: throw error
      case .replace(let value):
        directory.entries[name] = Versioned(value, version: error.version, zxid: error.zxid)
      }
      directory.problems[name] = error
      report?(error)
    }
  }
}
