/// A node's place in the slab. It is reused after the node is deleted.
package struct NodeID: Hashable, Sendable {
  let index: UInt32

  init(index: UInt32) {
    self.index = index
  }

  /// The root of the tree, which is never deleted.
  package static let root = NodeID(index: 0)
  /// No node, where a link may lead nowhere.
  static let none = NodeID(index: .max)
}
