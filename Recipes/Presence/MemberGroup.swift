public import ZooKeeper

/// Programs that know of each other: each has a node beneath the group's as long as it is there.
///
/// ```swift
/// let workers = zk.group("/workers")
/// try await workers.withMembership(as: "host-7", "10.0.0.7:9000") { _ in
///   for try await members in workers.members { print(members.map(\.name)) }
/// }
/// ```
///
/// - Guarantees: who looks sees each member once, as long as its node is there, and never misses
///   the last change. A member is kept as an `EphemeralNode` is.
/// - Two of one name: the second one waits until the first is gone, or fails, as it likes.
/// - Suspended connection: members stay until their session ends. Who looks sees what was known,
///   and then what is.
/// - Lost session: a member is there again in the next session, with another `czxid`.
/// - Cost: to look, two requests and one for each member; then one for each who comes or says
///   something else, and none for who goes. To be a member, what an `EphemeralNode` costs.
/// - Not for: knowing that somebody works. That a member is there says that its session is not over
///   yet, and one that has gone may still be at work.
public struct MemberGroup: Sendable {
  /// The node beneath which members have theirs. It is created when needed.
  public let path: ZNodePath

  private let client: ZooKeeperClient
  private let layout: GroupLayout
  private let acl: AccessControl

  init(_ client: ZooKeeperClient, _ path: ZNodePath, _ layout: GroupLayout, _ acl: AccessControl) {
    self.client = client
    self.path = path
    self.layout = layout
    self.acl = acl
  }

  /// Who belongs to the group, from now on.
  public var members: Members {
    Members(values: values)
  }

  /// Who belongs to the group now, in the order in which they came.
  public func current() async throws(ZooKeeperError) -> [Member] {
    try await values.current()
  }

  /// A membership that begins when somebody keeps it. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - name: what others know it by.
  ///   - data: what it says about itself. In kazoo's parties, members only say their name.
  ///   - ifTaken: what to do where somebody else has the name. In kazoo's parties nobody else's
  ///     node is in the way.
  /// - Throws: `badArguments` if the name cannot be that of a node, or there is no place for data.
  public func membership(
    as name: String, _ data: Payload = .empty, ifTaken: EphemeralNode.IfTaken = .wait
  ) throws(ZooKeeperError) -> EphemeralNode {
    guard layout.hasData || data.isEmpty else { throw .noPlaceForData(of: name, in: path) }
    let node = layout.nodeName(of: name, unique: client.makeUniqueName())
    let place = NodePlace(
      path: try path.child(node), isSequential: false, acl: acl, parents: layout.parents)
    return EphemeralNode(client, place, layout.hasData ? data : Payload(name), ifTaken)
  }

  /// Belongs to the group while `body` runs, which begins when it does.
  @discardableResult
  public func withMembership<Result: Sendable>(
    as name: String, _ data: Payload = .empty, ifTaken: EphemeralNode.IfTaken = .wait,
    _ body: @escaping @Sendable (EphemeralNode) async throws -> Result
  ) async throws -> Result {
    try await membership(as: name, data, ifTaken: ifTaken).whileKept(body)
  }

  private var values: ChildrenValues<Member?, [Member]> {
    ChildrenValues(
      client: client, path: path,
      rules: ChildrenMirror.Rules(
        isWanted: { [layout] in layout.isMember($0) },
        keep: { [layout] name, node, _ in layout.member(name, node) }),
      make: { mirror in
        mirror.entries.values.compactMap { $0 }
          .sorted { ($0.czxid, $0.name) < ($1.czxid, $1.name) }
      })
  }
}

extension ZooKeeperClient {
  /// A group of programs at a path. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - layout: which other libraries' members belong to it, too.
  ///   - acl: of members' nodes: who may look has to read, who deletes by hand to delete.
  public func group(
    _ path: ZNodePath, layout: GroupLayout = .curator, acl: AccessControl = .open
  ) -> MemberGroup {
    MemberGroup(self, path, layout, acl)
  }
}

extension ZooKeeperError {
  fileprivate static func noPlaceForData(
    of name: String, in group: ZNodePath
  ) -> ZooKeeperError {
    ZooKeeperError(
      .badArguments, outcome: .notApplied, operation: .create, path: group,
      detail: "in this layout, \(name) has no place for data")
  }
}
