/// A node beneath `/zookeeper/quota` that says something about the quota of another node.
package enum QuotaNode: Hashable, Sendable {
  case limits(of: String)
  case stats(of: String)

  /// Reads a path; nil where it names no such node. The root cannot have a quota.
  package init?(path: String) {
    guard let (parent, name) = DataTree.split(path),
      parent.utf8.starts(with: QuotaNode.reserved.utf8)
    else { return nil }
    let subject = String(parent.dropFirst(QuotaNode.reserved.count))
    guard subject.utf8.count > 1, subject.utf8.first == UInt8(ascii: "/") else { return nil }
    if name == QuotaNode.limitsName {
      self = .limits(of: subject)
    } else if name == QuotaNode.statsName {
      self = .stats(of: subject)
    } else {
      return nil
    }
  }

  package var path: String {
    switch self {
    case .limits(let subject): QuotaNode.reserved + subject + "/" + QuotaNode.limitsName
    case .stats(let subject): QuotaNode.reserved + subject + "/" + QuotaNode.statsName
    }
  }

  private static let reserved = "/zookeeper/quota"
  private static let limitsName = "zookeeper_limits"
  private static let statsName = "zookeeper_stats"
}
