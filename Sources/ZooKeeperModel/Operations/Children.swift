/// The names of a node's children, in no order, with the node's stat: the reply to `getChildren2`.
package struct ChildrenReply: Hashable, Sendable {
  package var children: [String]?
  package var stat: Stat

  package init(children: [String]?, stat: Stat) {
    self.children = children
    self.stat = stat
  }
}
