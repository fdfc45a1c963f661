public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

// Writes. One that loses its connection fails with an unknown outcome: it is never repeated behind
// your back.
extension ZooKeeperClient {
  /// Creates a node: of the kind that `mode` says, and with the missing nodes above it if `parents`
  /// says so. The path of a sequential one is completed by the server.
  ///
  /// - Throws: `nodeExists`, `noNode` if the node above is missing, `noChildrenForEphemerals`,
  ///   `noAuth`, `invalidACL`, `quotaExceeded`.
  /// - Outcome: after `unknown`, the node may be there. A sequential one is then found by its data,
  ///   or by a unique name.
  @discardableResult
  public func create(
    _ path: ZNodePath, _ data: Payload = .empty, mode: CreateMode = .persistent,
    acl: AccessControl = .open, parents: Parents = .mustExist
  ) async throws(ZooKeeperError) -> Created {
    do throws(ZooKeeperError) {
      return try await createHere(path, data, mode, acl)
    } catch {
      guard parents != .mustExist, error.code == .noNode, path.parent != nil else { throw error }
      try await createAncestors(of: path, acl, parents)
      return try await createHere(path, data, mode, acl)
    }
  }

  private func createHere(
    _ path: ZNodePath, _ data: Payload, _ mode: CreateMode, _ acl: AccessControl
  ) async throws(ZooKeeperError) -> Created {
    let body = CreateBody(path: absolute(path), data: data, mode: mode, acl: acl)
    let operation = body.operation(plainly: driver.lacks(.create2))
    do throws(ZooKeeperError) {
      return try await ask(for: body, as: operation, at: path)
    } catch {
      guard error.code == .unimplemented, operation == .create2 else { throw error }
      return try await ask(for: body, as: body.operation(plainly: true), at: path)
    }
  }

  private func ask(
    for body: CreateBody, as operation: OpCode, at path: ZNodePath
  ) async throws(ZooKeeperError) -> Created {
    let write = OutgoingRequest.write(operation, isBoundToSession: body.mode.flags.isEphemeral)
    guard operation == .create else {
      let reply = try await ask(
        .create, at: path, write, readBy: Reads<CreateReply>.self, body.encode(to:))
      return try Created(reply, root: root)
    }
    let reply = try await ask(
      .create, at: path, write, readBy: ReadsCreatedPath.self, body.encode(to:))
    return try Created(reply, root: root)
  }

  /// Creates whatever is missing above a path, all requests at once: those for nodes that are there
  /// fail and do no harm.
  private func createAncestors(
    of path: ZNodePath, _ acl: AccessControl, _ parents: Parents
  ) async throws(ZooKeeperError) {
    let mode: CreateMode = parents == .createContainers ? .container : .persistent
    // The node that this client calls the root may be missing, too.
    let whole = ZooKeeperClient(handle, root: .root)
    let ancestors = path.absolute(under: root).andAncestors.dropLast()
    for pending in whole.batch(ancestors.map { .create($0, mode: mode, acl: acl) }) {
      do throws(ZooKeeperError) {
        _ = try await pending.value
      } catch {
        // What matters is whether the node itself can be created now.
        guard error.code == .nodeExists || error.code == .noAuth else {
          // The path that the caller knows.
          throw ZooKeeperError(
            error.code, outcome: error.outcome, operation: .create, path: path,
            detail: error.detail)
        }
      }
    }
  }

  /// Replaces the data of a node, if it has the version that is asked for. Returns its new stat.
  ///
  /// - Parameter session: the only session in which it is to be done: where the node is known to
  ///   belong to it, and may be somebody else's when it is over.
  /// - Throws: `noNode`, `badVersion`, `noAuth`, `quotaExceeded`; `sessionExpired`.
  @discardableResult
  public func set(
    _ path: ZNodePath, to data: Payload, ifVersion version: Version? = nil,
    inSession session: SessionID? = nil
  ) async throws(ZooKeeperError) -> Stat {
    let write = try bound(.set, at: path, to: session, .setData)
    return try await ask(.set, at: path, write, readBy: Reads<Stat>.self) { writer in
      SetDataRequest(path: absolute(path), data: data.bytes, version: version ?? .any)
        .encode(to: &writer)
    }
  }

  /// Deletes a node without children, if it has the version that is asked for.
  ///
  /// - Parameter session: the only session in which it is to be done.
  /// - Throws: `noNode`, `notEmpty`, `badVersion`, `noAuth`; `sessionExpired`.
  public func delete(
    _ path: ZNodePath, ifVersion version: Version? = nil, inSession session: SessionID? = nil
  ) async throws(ZooKeeperError) {
    let write = try bound(.delete, at: path, to: session, .delete)
    try await ask(.delete, at: path, write, readBy: ReadsNothing.self) { writer in
      VersionedRequest(path: absolute(path), version: version ?? .any).encode(to: &writer)
    }
  }

  private func bound(
    _ operation: OperationName, at path: ZNodePath, to session: SessionID?, _ opCode: OpCode
  ) throws(ZooKeeperError) -> OutgoingRequest {
    if let session, session != self.session {
      throw ZooKeeperError(
        .sessionExpired, outcome: .notApplied, operation: operation, path: path)
    }
    return .write(opCode, isBoundToSession: session != nil)
  }

  /// Replaces a node's access control list, if that has the version (`Stat.aversion`) asked for.
  @discardableResult
  public func setACL(
    of path: ZNodePath, to acl: AccessControl, ifVersion version: Version? = nil
  ) async throws(ZooKeeperError) -> Stat {
    try await ask(.setACL, at: path, .write(.setACL), readBy: Reads<Stat>.self) { writer in
      SetACLRequest(path: absolute(path), acl: acl.entries, version: version ?? .any)
        .encode(to: &writer)
    }
  }

  /// Shows the servers who we are, beside whoever we said we are before: this one, and every other
  /// that serves this client later.
  ///
  /// - Throws: `authFailed` if the server does not accept it. It then closes the connection, and
  ///   the client comes back without this credential.
  /// - Outcome: after `timedOut` or `cancelled`, servers are shown the credential all the same.
  public func authenticate(_ credential: Credential) async throws(ZooKeeperError) {
    switch await driver.authenticate(credential) {
    case .reply: return
    case .refused(let verdict):
      throw ZooKeeperError(verdict, operation: .authenticate, path: nil)
    case .failed(let failure):
      throw ZooKeeperError(failure, operation: .authenticate, path: nil)
    }
  }
}
