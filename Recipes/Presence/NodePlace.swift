import ZooKeeper

/// Where an ephemeral node is to be, and how it is created there.
struct NodePlace: Sendable {
  /// The whole path; of a sequential node, without its number and what makes the name unique.
  let path: ZNodePath
  let isSequential: Bool
  let acl: AccessControl
  /// How missing nodes above it are created.
  var parents: Parents

  var mode: CreateMode { isSequential ? .ephemeralSequential : .ephemeral }

  /// What the name begins with of the node that is created next; nil if it has one name for ever.
  func uniqueBeginning(_ digits: String) -> String? {
    isSequential ? LineNaming(exclusive: "", shared: nil, style: .curator).uniquePart(digits) : nil
  }

  /// What servers are asked to create.
  func target(beginning: String?) throws(ZooKeeperError) -> ZNodePath {
    guard let beginning, let parent = path.parent, let name = path.name else { return path }
    return try parent.child("\(beginning)-\(name)")
  }
}
