public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

// Reads. They change nothing, so one that loses its connection is asked again, until its time is
// over.
extension ZooKeeperClient {
  /// What a node holds.
  ///
  /// - Throws: `noNode`, `noAuth`, and whatever keeps a call from being answered.
  public func get(_ path: ZNodePath) async throws(ZooKeeperError) -> Node {
    try await ask(.get, at: path, .read(.getData), readBy: ReadsNode.self) { writer in
      ReadRequest(path: absolute(path), watch: false).encode(to: &writer)
    }
  }

  /// What ZooKeeper knows about a node beside its data; nil if there is no such node.
  public func stat(_ path: ZNodePath) async throws(ZooKeeperError) -> Stat? {
    let request = OutgoingRequest.read(.exists)
    let settled = await answer(to: .stat, at: path, request, readBy: Reads<Stat>.self) { writer in
      ReadRequest(path: absolute(path), watch: false).encode(to: &writer)
    }
    switch settled {
    case .reply(let stat): return stat
    case .refused(.noNode): return nil
    case .refused(let verdict): throw ZooKeeperError(verdict, operation: .stat, path: path)
    case .failed(let failure): throw ZooKeeperError(failure, operation: .stat, path: path)
    }
  }

  /// The names of a node's children in no order, and the node's stat at the same moment.
  ///
  /// - Throws: `noNode`, `noAuth`; `tooLarge` if there are more than fit into a frame.
  public func children(of path: ZNodePath) async throws(ZooKeeperError) -> Children {
    let read = OutgoingRequest.read(.getChildren2)
    return try await ask(.children, at: path, read, readBy: ReadsChildren.self) { writer in
      ReadRequest(path: absolute(path), watch: false).encode(to: &writer)
    }
  }

  /// A node's access control list, and the stat whose `aversion` guards it.
  public func acl(
    of path: ZNodePath
  ) async throws(ZooKeeperError) -> (acl: AccessControl, stat: Stat) {
    let read = OutgoingRequest.read(.getACL)
    let reply = try await ask(.getACL, at: path, read, readBy: Reads<ACLReply>.self) { writer in
      PathRequest(path: absolute(path)).encode(to: &writer)
    }
    return (AccessControl(reply.acl ?? []), reply.stat)
  }

  /// How many nodes there are beneath a node. Servers before 3.6 do not know.
  public func countDescendants(of path: ZNodePath) async throws(ZooKeeperError) -> Int {
    let read = OutgoingRequest.read(.getAllChildrenNumber)
    return try await ask(.countDescendants, at: path, read, readBy: ReadsCount.self) { writer in
      PathRequest(path: absolute(path)).encode(to: &writer)
    }
  }

  /// The session's own ephemeral nodes, at and beneath a node. Servers before 3.6 do not know.
  public func ephemerals(
    beneath path: ZNodePath = .root
  ) async throws(ZooKeeperError) -> [ZNodePath] {
    let read = OutgoingRequest.read(.getEphemerals)
    let prefix = path.absolute(under: root)
    let paths = try await ask(.ephemerals, at: path, read, readBy: ReadsPaths.self) { writer in
      EphemeralsRequest(prefix: prefix.text).encode(to: &writer)
    }
    // The servers compare texts: `/job` is the start of `/jobs`, and not above it.
    return paths.compactMap { try? ZNodePath(validating: $0) }
      .filter { $0 == prefix || $0.isBeneath(prefix) }
      .map { $0.relative(to: root) }
  }

  /// Who the server takes this client for. Servers before 3.7 do not know.
  public func whoAmI() async throws(ZooKeeperError) -> [Identity] {
    let read = OutgoingRequest.read(.whoAmI)
    let infos = try await ask(.whoAmI, at: nil, read, readBy: ReadsIdentities.self) { _ in }
    return infos.map { Identity(scheme: $0.scheme, id: $0.user) }
  }

  /// Waits until the server has caught up with its leader: reads made afterwards see every change
  /// that anybody was told of before this call.
  public func sync(_ path: ZNodePath = .root) async throws(ZooKeeperError) {
    try await ask(.sync, at: path, .read(.sync), readBy: ReadsNothing.self) { writer in
      SyncRequest(path: absolute(path)).encode(to: &writer)
    }
  }

  /// Shows a node's data without keeping a copy of it: `body` runs here, on the bytes of the
  /// answer.
  public func withData<Result>(
    at path: ZNodePath, _ body: (Span<UInt8>, Stat) throws -> Result
  ) async throws -> Result {
    let node = try await get(path)
    return try body(node.data.bytes.span, node.stat)
  }
}
