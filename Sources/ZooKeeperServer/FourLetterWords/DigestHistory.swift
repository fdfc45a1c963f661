import ZooKeeperModel
import ZooKeeperTree

/// Digests of the tree at every 128th transaction, by which `hash` lets servers be compared.
struct DigestHistory: Sendable {
  /// Transactions between two notes, as in Apache, so that both note at the same ones.
  static let interval: Int64 = 128
  /// How many are kept, as in Apache: the last 131,072 transactions.
  static let countMax = 1_024

  /// The oldest first.
  private(set) var noted: [(zxid: Zxid, digest: TreeDigest)] = []

  mutating func note(_ digest: TreeDigest, after zxid: Zxid) {
    guard zxid.rawValue % DigestHistory.interval == 0 else { return }
    if noted.count == DigestHistory.countMax { noted.removeFirst() }
    noted.append((zxid, digest))
  }
}
