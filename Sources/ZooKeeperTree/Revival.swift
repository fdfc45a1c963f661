package import ZooKeeperModel

/// A server's state on its way back from the disk: first a snapshot, then what happened after it.
///
/// It takes whatever order of snapshots and transactions a recovery comes to, and can be asked for
/// tree and sessions when there is no more.
package struct Revival: Sendable {
  /// What was brought back, ready to serve.
  package struct Revived: Sendable {
    package var tree: DataTree
    package var sessions: SessionTable
    /// How many sessions had nodes and were nowhere to be found. Their nodes went without a
    /// transaction, as in Apache, so a snapshot has to follow before the first one.
    package var lostSessions: Int
  }

  private let treeOptions: DataTree.Options
  private let sessionOptions: SessionTable.Options
  private var ids: SessionIDSource
  private var tree: DataTree
  private var timeouts: [SessionID: Int32] = [:]
  private var lists = RevivedLists()
  /// Nodes with a list that the snapshot's table does not have, and its number. Apache writes the
  /// table before the nodes, so lists that came in between are in the log alone.
  private var undecided: [String: Int64] = [:]
  private var isReadingSnapshot = false
  private var fault: Fault?
  /// Where the tree first differed from what the log says of it, unless it has agreed since: a
  /// snapshot that was written while the tree changed agrees only when the log has caught up.
  package private(set) var mismatch: DigestMismatch?

  /// Begins with the state of a server without any data.
  package init(
    tree: DataTree.Options, sessions: SessionTable.Options, ids: SessionIDSource
  ) {
    treeOptions = tree
    sessionOptions = sessions
    self.ids = ids
    self.tree = DataTree(tree)
  }
}

// What a snapshot holds, in its order.
extension Revival {
  /// Forgets everything taken before: a snapshot begins.
  package mutating func beginSnapshot(at zxid: Zxid) {
    tree = DataTree(treeOptions)
    tree.lastZxid = zxid
    timeouts = [:]
    lists = RevivedLists()
    undecided = [:]
    isReadingSnapshot = true
    fault = nil
    mismatch = nil
  }

  package mutating func take(_ session: PersistedSession) {
    ids.stayAbove(session.id)
    timeouts[session.id] = session.timeoutMilliseconds
  }

  package mutating func take(_ acl: PersistedACL) {
    lists.take(acl, in: &tree)
  }

  package mutating func take(_ node: PersistedNode) {
    let acl = lists.number(of: node.aclID)
    if acl == nil || !undecided.isEmpty { undecided[node.path] = acl == nil ? node.aclID : nil }
    guard tree.restore(node, acl: acl ?? .open) else {
      note(.orphan(path: node.path))
      return
    }
  }

  private mutating func note(_ fault: Fault) {
    if self.fault == nil { self.fault = fault }
  }

  private mutating func endSnapshot() {
    guard isReadingSnapshot else { return }
    isReadingSnapshot = false
    lists.release(in: &tree)
    tree.restoreQuotas()
  }
}

// What the log holds.
extension Revival {
  /// Takes a transaction. It may be in the snapshot already, whole or in part.
  package mutating func take(_ transaction: Transaction) {
    endSnapshot()
    // The number of a session that is over must not come again either: its client may live on.
    ids.stayAbove(transaction.session)
    switch transaction.change {
    case .createSession(let timeout): timeouts[transaction.session] = timeout
    case .closeSession: timeouts[transaction.session] = nil
    default: break
    }
    tree.apply(transaction) { _ in }
    if !undecided.isEmpty { decideLists(transaction.change) }
    if let digest = transaction.digest { compare(digest, at: transaction.zxid) }
  }

  /// A node that was there before its creation was replayed gets its list from that, unless the
  /// same transaction goes on to delete it: what is created after that has its own.
  private mutating func decideLists(_ change: Change) {
    var decisions: [(path: String, acl: [ACL])] = []
    for part in change.parts {
      switch part {
      case .create(let node, _), .createContainer(let node), .createTTL(let node, _):
        guard undecided.removeValue(forKey: node.path) != nil else { continue }
        decisions.append((node.path, node.acl ?? []))
      case .setACL(let path, _, _), .delete(let path):
        undecided[path] = nil
        decisions.removeAll { $0.path == path }
      default:
        continue
      }
    }
    for decision in decisions { tree.decideList(at: decision.path, decision.acl) }
  }

  /// Compares the tree with what a snapshot or the log says of it at `zxid`. A moment that the
  /// tree has passed, or has not come to, is no matter.
  package mutating func compare(_ stored: TreeDigest, at zxid: Zxid) {
    guard zxid == tree.lastZxid, let computed = tree.digest, computed.version == stored.version
    else { return }
    if computed == stored {
      mismatch = nil
    } else if mismatch == nil {
      mismatch = DigestMismatch(zxid: zxid, stored: stored, computed: computed)
    }
  }
}

extension Revival {
  /// The state that came back. Every session has its full timeout from now on, because no client
  /// could reach a server that was down.
  package consuming func finish(at now: MonotonicInstant) throws(Fault) -> Revived {
    endSnapshot()
    if let fault { throw fault }
    for (path, number) in undecided.sorted(by: { $0.key < $1.key }) where tree.find(path) != nil {
      throw .unknownACL(path: path, number: number)
    }
    let lostSessions = endLostSessions()
    var sessions = SessionTable(sessionOptions, ids: ids)
    for (id, timeout) in timeouts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      sessions.adopt(PersistedSession(id: id, timeoutMilliseconds: timeout), at: now)
    }
    return Revived(tree: tree, sessions: sessions, lostSessions: lostSessions)
  }

  /// Takes away the nodes of sessions that are nowhere to be found: nobody could end those.
  private mutating func endLostSessions() -> Int {
    var count = 0
    for session in tree.ephemerals.owners {
      ids.stayAbove(session)
      guard timeouts[session] == nil else { continue }
      let end = Transaction(
        session: session, cxid: 0, zxid: tree.lastZxid,
        time: Timestamp(millisecondsSinceEpoch: 0), change: .closeSession(paths: []))
      tree.apply(end) { _ in }
      count += 1
    }
    return count
  }
}
