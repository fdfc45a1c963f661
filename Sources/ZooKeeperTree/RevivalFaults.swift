package import ZooKeeperModel

extension Revival {
  /// Why what came from the disk makes no tree.
  package enum Fault: Error, Hashable, Sendable {
    /// A node came before its parent.
    case orphan(path: String)
    /// A node has an access control list that the snapshot's table does not have.
    case unknownACL(path: String, number: Int64)
  }
}

extension Revival.Fault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .orphan(let path):
      "the snapshot names \(path) before its parent"
    case .unknownACL(let path, let number):
      "the snapshot gives \(path) the access control list \(number), which it does not have"
    }
  }
}

/// A tree that is not what the one who wrote the log had.
package struct DigestMismatch: Hashable, Sendable {
  package var zxid: Zxid
  package var stored: TreeDigest
  package var computed: TreeDigest
}

extension DigestMismatch: CustomStringConvertible {
  package var description: String {
    "the tree after \(zxid) has the digest \(computed.value), but the disk says \(stored.value)"
  }
}
