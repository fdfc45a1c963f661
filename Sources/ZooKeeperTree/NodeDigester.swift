import ZooKeeperModel

/// CRC-32 over bytes, continuing from an earlier result; zero to start. Handed in, because the tree
/// links no library.
package typealias Checksum = @Sendable (_ seed: UInt32, _ bytes: Span<UInt8>) -> UInt32

/// The digest of the tree: a 64-bit sum of one checksum per node, over its path, data and stat.
struct NodeDigester: Sendable {
  private let checksum: Checksum
  private(set) var sum: Int64 = 0
  private var stat: [UInt8] = []

  init(checksum: @escaping Checksum) {
    self.checksum = checksum
  }

  /// Nodes beneath `/zookeeper` are left out, because servers change some of them in silence.
  static func counts(_ path: String) -> Bool {
    !path.utf8.starts(with: "/zookeeper/".utf8)
  }

  /// A node's part in the sum. The root's path is empty here.
  mutating func part(of node: borrowing ZNode, at path: String) -> UInt32 {
    var result = checksum(0, path.utf8.span)
    if let data = node.data { result = checksum(result, data.span) }
    stat.removeAll(keepingCapacity: true)
    append(node.czxid.rawValue)
    append(node.mzxid.rawValue)
    append(node.pzxid.rawValue)
    append(node.ctime.millisecondsSinceEpoch)
    append(node.mtime.millisecondsSinceEpoch)
    append(node.version)
    append(node.cversion)
    append(node.aversion)
    append(node.storedOwner)
    return checksum(result, stat.span)
  }

  mutating func replace(_ old: UInt32, by new: UInt32) {
    sum = sum &- Int64(old) &+ Int64(new)
  }

  private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      stat.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }
}

extension DataTree {
  /// Brings a node's part in the digest up to date after it has changed.
  mutating func refreshDigest(_ path: String) {
    guard let id = find(path) else { return }
    refreshDigest(id, at: id == .root ? "" : path)
  }

  mutating func refreshDigest(_ id: NodeID, at path: String) {
    guard digester != nil, NodeDigester.counts(path) else { return }
    let old = nodes[id].digest
    guard let new = digester?.part(of: nodes[id], at: path) else { return }
    digester?.replace(old, by: new)
    nodes[id].digest = new
  }

  /// Takes a node out of the digest before it goes.
  mutating func forgetDigest(_ id: NodeID) {
    digester?.replace(nodes[id].digest, by: 0)
  }
}
