import ZooKeeperModel

/// CRC-32 over bytes, continuing from an earlier result; zero to start. Handed in, because the tree
/// links no library.
package typealias NodeChecksum = @Sendable (_ seed: UInt32, _ bytes: Span<UInt8>) -> UInt32

/// The digest of the tree: a 64-bit sum of one checksum per node, over its path, data and stat.
struct NodeDigester: Sendable {
  private let checksum: NodeChecksum
  private(set) var sum: Int64 = 0

  init(checksum: @escaping NodeChecksum) {
    self.checksum = checksum
  }

  /// Nodes beneath `/zookeeper` are left out, because servers change some of them in silence.
  static func counts(_ path: String) -> Bool {
    !path.utf8.starts(with: "/zookeeper/".utf8)
  }

  /// A node's part in the sum. The root's path is empty here.
  func part(of node: borrowing ZNode, at path: String) -> UInt32 {
    var result = checksum(0, path.utf8.span)
    if let data = node.data { result = checksum(result, data.span) }
    var stat = StatBytes()
    stat.append(node.czxid.rawValue)
    stat.append(node.mzxid.rawValue)
    stat.append(node.pzxid.rawValue)
    stat.append(node.ctime.millisecondsSinceEpoch)
    stat.append(node.mtime.millisecondsSinceEpoch)
    stat.append(node.version)
    stat.append(node.cversion)
    stat.append(node.aversion)
    stat.append(node.storedOwner)
    return checksum(result, stat.bytes.span)
  }

  mutating func replace(_ old: UInt32, by new: UInt32) {
    sum = sum &- Int64(old) &+ Int64(new)
  }
}

/// A stored stat as it goes into the digest, on the stack: a snapshot has a million of them.
private struct StatBytes {
  private(set) var bytes = InlineArray<60, UInt8>(repeating: 0)
  private var count = 0

  @inline(__always)
  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    let size = Number.bitWidth / 8
    for place in 0..<size {
      bytes[count + place] = UInt8(truncatingIfNeeded: number >> Number((size - 1 - place) * 8))
    }
    count += size
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
