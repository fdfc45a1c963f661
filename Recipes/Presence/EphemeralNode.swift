public import ZooKeeper

/// A node that is there as long as somebody keeps it, over lost connections, lost sessions and what
/// others delete by hand.
///
/// ```swift
/// try await zk.withEphemeral("/hosts/seven", "ready") { node in
///   node.set("busy")
/// }
/// ```
///
/// - Guarantees: while it is kept and a server can be reached, the node comes to be at the path, is
///   owned by the client's present session, and holds what was set last. Missing nodes above it are
///   created. When it is not kept any more it goes, also if nobody can be told of it now. A living
///   node of somebody else's is let be, unless it slips in during the one round trip in which an
///   own one is replaced or written: ZooKeeper cannot tell two nodes at one path apart that have
///   the same version.
/// - Suspended connection: the node stays, and what is set meanwhile is written later.
/// - Lost session: the node is created anew in the next session, with what was set last. One of the
///   lost session that is still there is replaced.
/// - Somebody else's node at the path: is waited for, unless `IfTaken` says otherwise. To the node
///   of a program that has died that is until its session ends.
/// - What others write to the node stays until something else is set, or it is created anew.
/// - Cost: two requests until it is there, to create and to watch it, and one more where others
///   have a node there; two to create it anew; two to write it; two until it is gone. None while
///   nothing happens.
/// - Not for: owning something. That the node is there does not keep others from acting; `Lease`
///   is for that. Many who wait for one path are all woken when it is free.
public struct EphemeralNode: Sendable {
  /// What to do where somebody else's node is at the path.
  public enum IfTaken: Hashable, Sendable {
    /// Wait until it goes.
    case wait
    /// Fail with `nodeExists`.
    case fail
  }

  let client: ZooKeeperClient
  let place: NodePlace
  let ifTaken: IfTaken
  let data: LatestValue<Payload>
  let standing = LatestValue<Presence>(.absent(.notKept))

  init(
    _ client: ZooKeeperClient, _ place: NodePlace, _ data: Payload, _ ifTaken: IfTaken
  ) {
    self.client = client
    self.place = place
    self.ifTaken = ifTaken
    self.data = LatestValue(data)
  }

  /// Whether the node is there: now, and then whenever that changes. Who looks seldom sees the
  /// latest.
  public var presences: LatestValue<Presence>.Updates { standing.updates }

  /// Whether the node is there now, and where.
  public var presence: Presence { standing.current }

  /// Replaces what the node holds: at once, or as soon as it is there and a server can be told. Of
  /// several in a row, only the last may be written.
  public func set(_ data: Payload) {
    self.data.set(data)
  }

  /// Keeps the node there until the task is cancelled, and then returns. For one task at a time.
  ///
  /// - Throws: what no new connection mends: `noAuth`, `tooLarge`, `closed` if the client was;
  ///   `nodeExists` if the path is taken and nobody wants to wait. The node is gone then.
  public func run() async throws(ZooKeeperError) {
    var keeper = NodeKeeper(self)
    do throws(ZooKeeperError) {
      try await keeper.keep()
    } catch {
      await keeper.leave()
      throw error
    }
    await keeper.leave()
  }
}

extension ZooKeeperClient {
  /// An ephemeral node that is created when somebody keeps it. Nothing is asked of the servers yet.
  ///
  /// - Parameters:
  ///   - data: what it holds at first.
  ///   - isSequential: whether each node that is created has a new name, which begins with a unique
  ///     part, as Curator's protected nodes do, and ends with a number.
  ///   - ifTaken: what to do where somebody else's node is at the path.
  ///   - acl: of the node, and of those that are created above it.
  public func ephemeral(
    _ path: ZNodePath, _ data: Payload = .empty, isSequential: Bool = false,
    ifTaken: EphemeralNode.IfTaken = .wait, acl: AccessControl = .open
  ) -> EphemeralNode {
    let place = NodePlace(
      path: path, isSequential: isSequential, acl: acl, parents: .createContainers)
    return EphemeralNode(self, place, data, ifTaken)
  }
}
