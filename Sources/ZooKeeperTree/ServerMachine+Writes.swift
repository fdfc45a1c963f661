import ZooKeeperModel

// Writing.
extension ServerMachine {
  mutating func write(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader,
    _ request: Request, at moment: Moment
  ) {
    let identities = connections[connection]?.identities ?? []
    var admission = Admission(
      .init(session, identities, options, tree.options), isMulti: false)
    let change: Change
    do throws(Admission.Refusal) {
      switch request {
      case .create(let body), .create2(let body), .createContainer(let body):
        change = try admission.create(request.operation, body, in: tree)
      case .createTTL(let body):
        change = try admission.createTTL(body, in: tree)
      case .delete(let body): change = try admission.delete(body, in: tree)
      case .setData(let body): change = try admission.setData(body, in: tree)
      case .setACL(let body): change = try admission.setACL(body, in: tree)
      case .multi(let body):
        writeMulti(connection, session, header, body, at: moment)
        return
      // In Apache a client may delete containers past all access control lists; here only the
      // server itself may.
      case .deleteContainer: throw Admission.Refusal(.noAuth)
      // One server alone has no members to change.
      case .reconfig: throw Admission.Refusal(.reconfigDisabled)
      default: preconditionFailure("\(request.operation) is no write")
      }
      guard change.weight <= TreeLimits.transactionBytesMax else {
        throw Admission.Refusal(.marshallingError)
      }
    } catch {
      fail(connection, session, header, error.code, at: moment)
      return
    }
    var body: Reply?
    let zxid = commit(change, session: session, cxid: header.xid.rawValue, at: moment) {
      body = ServerMachine.reply(to: request.operation, $0, $1)
    }
    say(.reply(ReplyHeader(xid: header.xid, zxid: zxid), body), to: connection, gated: zxid)
  }

  private mutating func writeMulti(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader,
    _ request: MultiRequest, at moment: Moment
  ) {
    // Before Apache judges any step it stumbles over the first that has flags that nobody knows,
    // which takes a place in the order all the same, or else a null list, which takes none.
    for step in request.operations {
      if !step.hasKnownFlags {
        return fail(connection, session, header, .marshallingError, at: moment)
      }
      if step.hasNullACL {
        return reply(connection, header, nil, error: .marshallingError, gated: .zero)
      }
    }
    let identities = connections[connection]?.identities ?? []
    var admission = Admission(
      .init(session, identities, options, tree.options), isMulti: true)
    var changes: [Change] = []
    for step in request.operations {
      do throws(Admission.Refusal) {
        changes.append(try admission.step(step, in: tree))
      } catch {
        // As in Apache, a step that cannot even be read spoils the request, not only itself.
        if error.code == .marshallingError {
          fail(connection, session, header, .marshallingError, at: moment)
        } else {
          failMulti(connection, session, header, changes, error.code, of: request, at: moment)
        }
        return
      }
    }
    guard Change.multi(changes).weight <= TreeLimits.transactionBytesMax else {
      fail(connection, session, header, .marshallingError, at: moment)
      return
    }
    var results: [MultiResult] = []
    let operations = request.operations.map(\.operation)
    let zxid = commit(.multi(changes), session: session, cxid: header.xid.rawValue, at: moment) {
      results.append(ServerMachine.result(ofStep: operations[results.count], $0, $1))
    }
    let reply = Reply.multi(MultiReply(results: results))
    say(.reply(ReplyHeader(xid: header.xid, zxid: zxid), reply), to: connection, gated: zxid)
  }

  /// A failed write changes nothing, and takes its place in the order and in the log.
  mutating func fail(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader,
    _ code: ErrorCode, at moment: Moment
  ) {
    let zxid = commit(.error(code), session: session, cxid: header.xid.rawValue, at: moment)
    let header = ReplyHeader(xid: header.xid, zxid: zxid, error: code)
    say(.reply(header, nil), to: connection, gated: zxid)
  }

  /// The header of a failed multi carries no error; its items do.
  private mutating func failMulti(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader,
    _ admitted: [Change], _ code: ErrorCode, of request: MultiRequest, at moment: Moment
  ) {
    let rest = request.operations.count - admitted.count - 1
    let after = [ErrorCode](repeating: .runtimeInconsistency, count: rest)
    let logged = admitted + ([code] + after).map { Change.error($0) }
    let zxid = commit(
      .multi(logged), session: session, cxid: header.xid.rawValue, at: moment)
    let before = [ErrorCode](repeating: .ok, count: admitted.count)
    let results = (before + [code] + after).map { MultiResult.error($0) }
    let reply = Reply.multi(MultiReply(results: results))
    say(.reply(ReplyHeader(xid: header.xid, zxid: zxid), reply), to: connection, gated: zxid)
  }

  /// What a client is told of its change, from the tree as the change left it.
  private static func reply(to operation: OpCode, _ change: Change, _ tree: DataTree) -> Reply? {
    switch result(of: operation, change, tree) {
    case .create(let path): .path(path)
    case .create2(let created): .created(created)
    case .setData(let stat): .stat(stat)
    default: nil
    }
  }

  /// In a multi it is not the way of asking that decides about the answer, but what came of it.
  private static func result(
    ofStep operation: OpCode, _ change: Change, _ tree: DataTree
  ) -> MultiResult {
    switch change {
    case .createContainer, .createTTL: result(of: .create2, change, tree)
    default: result(of: operation, change, tree)
    }
  }

  private static func result(
    of operation: OpCode, _ change: Change, _ tree: DataTree
  ) -> MultiResult {
    switch change {
    case .create(let node, _), .createContainer(let node), .createTTL(let node, _):
      operation == .create
        ? .create(path: node.path)
        : .create2(CreateReply(path: node.path, stat: stat(node.path, tree)))
    case .setData(let path, _, _), .setACL(let path, _, _): .setData(stat(path, tree))
    case .check: .check
    default: .delete
    }
  }

  private static func stat(_ path: String, _ tree: DataTree) -> Stat {
    tree.find(path).map { tree.stat($0) } ?? Stat()
  }
}

extension Admission.Context {
  init(
    _ session: SessionID, _ identities: [Identity], _ options: ServerMachine.Options,
    _ treeOptions: DataTree.Options
  ) {
    self.init(
      session: session, identities: identities, access: options.access,
      extendedTypes: treeOptions.extendedTypes, enforcesQuota: options.enforcesQuota)
  }
}

extension MultiOperation {
  fileprivate var hasKnownFlags: Bool {
    switch self {
    case .create(let body), .create2(let body), .createContainer(let body): body.flags.isKnown
    case .createTTL(let body): body.flags.isKnown
    case .delete, .setData, .check, .getData, .getChildren: true
    }
  }

  fileprivate var hasNullACL: Bool {
    switch self {
    case .create(let body), .create2(let body), .createContainer(let body): body.acl == nil
    case .createTTL, .delete, .setData, .check, .getData, .getChildren: false
    }
  }
}

extension OpCode {
  /// Whether a request takes a place in the order of changes, even when it fails.
  var isWrite: Bool {
    switch self {
    case .create, .create2, .createContainer, .createTTL, .delete, .deleteContainer, .setData,
      .setACL, .multi, .reconfig, .closeSession:
      true
    default: false
    }
  }
}
