import ZooKeeperModel

/// Decides whether a write may happen, and turns it into the change that will be logged.
///
/// The order of the checks is Apache's, because it decides which of several errors a client sees.
struct Admission {
  /// Who asks, and what the server allows at all.
  struct Context {
    var session: SessionID
    var identities: [Identity]
    var access: Access
    var extendedTypes: Bool
    /// Whether hard limits of quotas are kept (Apache's `enforceQuota`).
    var enforcesQuota = false
  }

  /// Why a write does not happen.
  struct Refusal: Error, Hashable {
    var code: ErrorCode

    init(_ code: ErrorCode) {
      self.code = code
    }
  }

  let context: Context
  var draft: Draft

  init(_ context: Context, isMulti: Bool) {
    self.context = context
    draft = Draft(isForMulti: isMulti)
  }
}

extension Admission {
  mutating func create(
    _ operation: OpCode, _ request: CreateRequest, ttlMilliseconds: Int64 = -1, in tree: DataTree
  ) throws(Refusal) -> Change {
    let flags = request.flags
    try checkMode(operation, flags, ttlMilliseconds)
    guard ServerPathRule.withParent.allows(request.path),
      let (parentName, _) = DataTree.split(request.path)
    else { throw Refusal(.badArguments) }
    let acl = try fixedUp(request.acl)
    let parentPath = String(parentName)
    guard var parent = draft.node(parentPath, in: tree) else { throw Refusal(.noNode) }
    try require(.create, on: parent)
    let number = flags.isSequential ? SequenceNumber(rawValue: parent.cversion).description : ""
    let path = request.path + number
    guard PathRules.violation(in: path) == nil else { throw Refusal(.badArguments) }
    guard draft.node(path, in: tree) == nil else { throw Refusal(.nodeExists) }
    if case .ephemeral = parent.kind { throw Refusal(.noChildrenForEphemerals) }
    try requireQuota(path, count: 1, bytes: request.data?.count ?? 0, in: tree)
    parent.cversion &+= 1
    parent.childCount += 1
    draft.set(parentPath, parent)
    draft.set(
      path,
      Draft.Node(
        version: 0, cversion: 0, aversion: 0, childCount: 0,
        kind: kind(operation, flags, ttlMilliseconds), acl: acl))
    let node = NodeCreation(
      path: path, data: request.data, acl: acl, parentCVersion: parent.cversion)
    switch operation {
    case .createContainer: return .createContainer(node)
    case .createTTL: return .createTTL(node, ttlMilliseconds: ttlMilliseconds)
    default: return .create(node, isEphemeral: flags.isEphemeral)
    }
  }

  mutating func createTTL(
    _ request: CreateTTLRequest, in tree: DataTree
  ) throws(Refusal) -> Change {
    let plain = CreateRequest(
      path: request.path, data: request.data, acl: request.acl, flags: request.flags)
    return try create(
      .createTTL, plain, ttlMilliseconds: request.ttlMilliseconds, in: tree)
  }

  /// A step of a multi. There, and only there, a container's flag makes a container of any node.
  mutating func step(_ step: MultiOperation, in tree: DataTree) throws(Refusal) -> Change {
    switch step {
    case .create(let request), .create2(let request), .createContainer(let request):
      let isContainer = request.flags == .container
      return try create(isContainer ? .createContainer : step.operation, request, in: tree)
    case .createTTL(let request): return try createTTL(request, in: tree)
    case .delete(let request): return try delete(request, in: tree)
    case .setData(let request): return try setData(request, in: tree)
    case .check(let request): return try check(request, in: tree)
    case .getData, .getChildren: throw Refusal(.marshallingError)
    }
  }

  mutating func delete(_ request: VersionedRequest, in tree: DataTree) throws(Refusal) -> Change {
    guard ServerPathRule.deletable.allows(request.path),
      let (parentName, _) = DataTree.split(request.path)
    else { throw Refusal(.badArguments) }
    let parentPath = String(parentName)
    guard var parent = draft.node(parentPath, in: tree) else { throw Refusal(.noNode) }
    try require(.delete, on: parent)
    guard let node = draft.node(request.path, in: tree) else { throw Refusal(.noNode) }
    _ = try next(node.version, asked: request.version)
    guard node.childCount == 0 else { throw Refusal(.notEmpty) }
    parent.childCount -= 1
    draft.set(parentPath, parent)
    draft.set(request.path, nil)
    return .delete(path: request.path)
  }

  mutating func setData(_ request: SetDataRequest, in tree: DataTree) throws(Refusal) -> Change {
    var node = try existing(request.path, in: tree)
    try require(.write, on: node)
    if context.enforcesQuota {
      let oldCount = tree.find(request.path).flatMap { tree.data($0)?.count } ?? 0
      try requireQuota(
        request.path, count: 0, bytes: (request.data?.count ?? 0) - oldCount, in: tree)
    }
    let version = try next(node.version, asked: request.version)
    node.version = version.rawValue
    draft.set(request.path, node)
    return .setData(path: request.path, data: request.data, version: version)
  }

  mutating func setACL(_ request: SetACLRequest, in tree: DataTree) throws(Refusal) -> Change {
    guard ServerPathRule.valid.allows(request.path) else { throw Refusal(.badArguments) }
    let acl = try fixedUp(request.acl)
    var node = try existing(request.path, in: tree)
    try require(.admin, on: node)
    let version = try next(node.aversion, asked: request.version)
    node.aversion = version.rawValue
    node.acl = acl
    draft.set(request.path, node)
    return .setACL(path: request.path, acl: acl, version: version)
  }

  /// The version it logs is the one after, as if the node had changed; nobody reads it.
  func check(_ request: VersionedRequest, in tree: DataTree) throws(Refusal) -> Change {
    let node = try existing(request.path, in: tree)
    try require(.read, on: node)
    let version = try next(node.version, asked: request.version)
    return .check(path: request.path, version: version)
  }

  /// What the server asks of itself when a container or a node with a time to live is due.
  func deleteContainer(_ path: String, in tree: DataTree) throws(Refusal) -> Change {
    guard ServerPathRule.deletable.allows(path) else { throw Refusal(.badArguments) }
    guard let node = draft.node(path, in: tree) else { throw Refusal(.noNode) }
    guard node.childCount == 0 else { throw Refusal(.notEmpty) }
    if case .ephemeral = node.kind { throw Refusal(.badVersion) }
    return .delete(path: path)
  }
}

// The checks that several writes share.
extension Admission {
  private func existing(_ path: String, in tree: DataTree) throws(Refusal) -> Draft.Node {
    guard ServerPathRule.valid.allows(path) else { throw Refusal(.badArguments) }
    guard let node = draft.node(path, in: tree) else { throw Refusal(.noNode) }
    return node
  }

  private func require(_ permission: Permissions, on node: Draft.Node) throws(Refusal) {
    guard context.access.allows(node.acl, permission, to: context.identities) else {
      throw Refusal(.noAuth)
    }
  }

  /// As in Apache, steps of a multi are held against what was used before it.
  private func requireQuota(
    _ path: String, count: Int, bytes: Int, in tree: DataTree
  ) throws(Refusal) {
    let change = QuotaUsage(count: Int64(count), bytes: Int64(bytes))
    guard !context.enforcesQuota || !tree.quotaForbids(path, change) else {
      throw Refusal(.quotaExceeded)
    }
  }

  private func fixedUp(_ acl: [ACL]?) throws(Refusal) -> [ACL] {
    guard let acl = context.access.fixedUp(acl, by: context.identities) else {
      throw Refusal(.invalidACL)
    }
    return acl
  }

  private func next(_ version: Int32, asked: Version) throws(Refusal) -> Version {
    guard asked == .any || asked.rawValue == version else { throw Refusal(.badVersion) }
    return Version(rawValue: version).next
  }
}

// What a create asks for.
extension Admission {
  private func checkMode(
    _ operation: OpCode, _ flags: CreateFlags, _ ttlMilliseconds: Int64
  ) throws(Refusal) {
    guard flags.isKnown else { throw Refusal(.badArguments) }
    if flags.hasTimeToLive {
      guard context.extendedTypes else { throw Refusal(.unimplemented) }
      guard TimeToLive(milliseconds: ttlMilliseconds) != nil else { throw Refusal(.badArguments) }
    } else if operation == .createTTL {
      // Apache lets a time to live of −1 without a mode for it through, and fails when applying it.
      throw Refusal(.badArguments)
    }
  }

  // The operation decides, not the flag: a container's flag in a plain create is a plain node's.
  private func kind(
    _ operation: OpCode, _ flags: CreateFlags, _ ttlMilliseconds: Int64
  ) -> NodeKind {
    switch operation {
    case .createContainer: .container
    case .createTTL: .timeToLive(milliseconds: ttlMilliseconds)
    default: flags.isEphemeral ? .ephemeral(context.session) : .persistent
    }
  }
}
