import ZooKeeperModel

// Quotas: what is used of them, kept in nodes that the server writes in silence.
//
// A stats node changes in place with the nodes it counts: without a transaction, a version or a
// watch event of its own. It is left out of the digest.
extension DataTree {
  /// Notes a node that has just come: it may say something about quotas, and it is charged.
  mutating func chargeCreation(_ path: String, dataCount: Int, at zxid: Zxid) {
    switch QuotaNode(path: path) {
    case .limits(let subject): quotas.insert(subject)
    case .stats(let subject): recountQuota(of: subject, at: zxid)
    case nil: break
    }
    charge(path, QuotaUsage(count: 1, bytes: Int64(dataCount)), at: zxid)
  }

  /// Notes a node that has just gone.
  mutating func chargeDeletion(_ path: String, dataCount: Int, at zxid: Zxid) {
    if case .limits(let subject)? = QuotaNode(path: path) { quotas.remove(subject) }
    charge(path, QuotaUsage(count: -1, bytes: -Int64(dataCount)), at: zxid)
  }

  mutating func charge(_ path: String, _ change: QuotaUsage, at zxid: Zxid) {
    approximateDataSize += change.bytes + change.count * Int64(path.utf8.count)
    guard let subject = quotas.subject(of: path),
      let stats = find(QuotaNode.stats(of: subject).path),
      var record = QuotaRecord(nodes[stats].data ?? [])
    else { return }
    record.usage = record.usage + change
    rewrite(stats, record, at: zxid)
  }

  /// Takes up the quotas that a snapshot brought, and counts what is used of them.
  package mutating func restoreQuotas() {
    guard let top = find("/zookeeper/quota") else { return }
    var subjects: [String] = []
    var node = next(after: top, within: top)
    while node != .none {
      if case .limits(let subject)? = QuotaNode(path: path(of: node)) { subjects.append(subject) }
      node = next(after: node, within: top)
    }
    for subject in subjects {
      quotas.insert(subject)
      recountQuota(of: subject, at: lastZxid)
    }
  }

  /// Whether a write would exceed what a hard limit allows.
  func quotaForbids(_ path: String, _ change: QuotaUsage) -> Bool {
    guard let subject = quotas.subject(of: path),
      let limits = record(at: .limits(of: subject)), let stats = record(at: .stats(of: subject))
    else { return false }
    return limits.forbids(change, after: stats.usage)
  }

  private func record(at node: QuotaNode) -> QuotaRecord? {
    find(node.path).flatMap { QuotaRecord(nodes[$0].data ?? []) }
  }

  private mutating func recountQuota(of subject: String, at zxid: Zxid) {
    guard let stats = find(QuotaNode.stats(of: subject).path) else { return }
    var usage = QuotaUsage(count: 0, bytes: 0)
    if let top = find(subject) {
      var node = top
      while node != .none {
        usage = usage + QuotaUsage(count: 1, bytes: Int64(nodes[node].data?.count ?? 0))
        node = next(after: node, within: top)
      }
    }
    var record = QuotaRecord()
    record.usage = usage
    rewrite(stats, record, at: zxid)
  }

  private mutating func rewrite(_ stats: NodeID, _ record: QuotaRecord, at zxid: Zxid) {
    approximateDataSize += Int64(record.data.count - (nodes[stats].data?.count ?? 0))
    nodes[stats].data = record.data
    touch(stats, zxid)
  }
}
