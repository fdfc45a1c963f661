/// How much a quota has been used, or by how much that changes.
package struct QuotaUsage: Hashable, Sendable {
  /// Nodes, with the one that has the quota.
  package var count: Int64
  /// Bytes of data in these nodes.
  package var bytes: Int64

  package init(count: Int64, bytes: Int64) {
    self.count = count
    self.bytes = bytes
  }

  // Clients write these numbers, so a sum may wrap around, as it does in Apache.
  package static func + (usage: QuotaUsage, change: QuotaUsage) -> QuotaUsage {
    QuotaUsage(count: usage.count &+ change.count, bytes: usage.bytes &+ change.bytes)
  }
}
