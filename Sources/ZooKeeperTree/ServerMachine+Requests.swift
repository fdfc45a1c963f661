import ZooKeeperModel

// Answering.
extension ServerMachine {
  mutating func answer(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader,
    _ request: Request, at moment: Moment
  ) {
    switch request {
    case .create, .create2, .createContainer, .createTTL, .delete, .deleteContainer, .setData,
      .setACL, .multi, .reconfig:
      write(connection, session, header, request, at: moment)
    case .exists, .getData, .getACL, .getChildren, .getChildren2, .getAllChildrenNumber,
      .getEphemerals, .multiRead:
      read(connection, session, header, request)
    case .setWatches, .setWatches2, .addWatch, .checkWatches, .removeWatches:
      watch(connection, header, request)
    case .auth(let body):
      authenticate(connection, header, body)
    case .sync(let body):
      // Everything that was decided before is what a client asks to see.
      reply(connection, header, .synced(body.path), gated: tree.lastZxid)
    case .whoAmI:
      let infos = options.access.describe(connections[connection]?.identities ?? [])
      reply(connection, header, .identities(infos), gated: .zero)
    case .ping:
      reply(connection, header, nil, gated: .zero)
    case .closeSession:
      closeSession(connection, session, header, at: moment)
    case .sasl, .check:
      refuseUnknown(connection, header)
    }
  }

  private mutating func read(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader, _ request: Request
  ) {
    let reading = Reading(
      session: session, identities: connections[connection]?.identities ?? [],
      access: options.access)
    let answer: Reading.Answer
    switch request {
    case .exists(let body): answer = reading.exists(body, in: tree)
    case .getData(let body): answer = reading.getData(body, in: tree)
    case .getACL(let body): answer = reading.getACL(body, in: tree)
    case .getChildren(let body): answer = reading.getChildren(body, in: tree)
    case .getChildren2(let body): answer = reading.getChildren2(body, in: tree)
    case .getAllChildrenNumber(let body): answer = reading.getAllChildrenNumber(body, in: tree)
    case .getEphemerals(let body): answer = reading.getEphemerals(body, in: tree)
    case .multiRead(let body): answer = reading.multiRead(body, in: tree)
    default: preconditionFailure("\(request.operation) is no read")
    }
    switch answer.watch {
    case .data(let path): watches.watchData(connection, path)
    case .children(let path): watches.watchChildren(connection, path)
    case nil: break
    }
    reply(connection, header, answer.reply, error: answer.error, gated: answer.gate)
  }

  private mutating func watch(
    _ connection: ConnectionID, _ header: RequestHeader, _ request: Request
  ) {
    let catchUp = WatchCatchUp(connection: connection, tree: tree)
    switch request {
    case .setWatches(let body):
      tell(catchUp.register(body, in: &watches), connection, header)
    case .setWatches2(let body):
      tell(catchUp.register(body, in: &watches), connection, header)
    case .addWatch(let body):
      let isKnown = watches.watch(connection, body.path, body.mode)
      reply(
        connection, header, isKnown ? .verdict(.ok) : nil,
        error: isKnown ? .ok : .marshallingError, gated: .zero)
    case .checkWatches(let body):
      let found = watches.has(body.kind, connection, body.path)
      replyFound(found, body.kind, connection, header)
    case .removeWatches(let body):
      let found = watches.remove(body.kind, connection, body.path)
      replyFound(found, body.kind, connection, header)
    default: preconditionFailure("\(request.operation) is not about watches")
    }
  }

  private mutating func tell(
    _ missed: [WatchCatchUp.Missed]?, _ connection: ConnectionID, _ header: RequestHeader
  ) {
    for event in missed ?? [] {
      // No transaction of now causes these, so the header names none.
      sayEvent(event.kind, event.path, to: connection, zxid: .unspecified, gated: event.gate)
    }
    reply(
      connection, header, nil, error: missed == nil ? .marshallingError : .ok, gated: .zero)
  }

  private mutating func replyFound(
    _ found: Bool, _ kind: WatcherKind, _ connection: ConnectionID, _ header: RequestHeader
  ) {
    let known = WatcherKind.children.rawValue...WatcherKind.persistentRecursive.rawValue
    let error: ErrorCode =
      !known.contains(kind.rawValue) ? .marshallingError : found ? .ok : .noWatcher
    reply(connection, header, nil, error: error, gated: .zero)
  }

  private mutating func authenticate(
    _ connection: ConnectionID, _ header: RequestHeader, _ request: AuthRequest
  ) {
    var error = ErrorCode.ok
    switch options.authentication.outcome(of: request) {
    case .proven(let identities):
      for identity in identities
      where connections[connection]?.identities.contains(identity) == false {
        connections[connection]?.identities.append(identity)
      }
    case .refused:
      error = .authFailed
    case .wrongEnsemble:
      say(.close, to: connection)
      return
    }
    // Zxid zero: credentials have no place in the order of changes.
    say(.reply(ReplyHeader(xid: header.xid, zxid: .zero, error: error), nil), to: connection)
    if error != .ok { say(.close, to: connection) }
  }

  /// A reply to anything but a write. A body goes with it only where there is no error.
  mutating func reply(
    _ connection: ConnectionID, _ header: RequestHeader, _ body: Reply?,
    error: ErrorCode = .ok, gated: Zxid
  ) {
    let header = ReplyHeader(xid: header.xid, zxid: tree.lastZxid, error: error)
    say(.reply(header, body), to: connection, gated: gated, stamp: .noLaterThanDurable)
  }

  /// An operation that no client may ask for ends the connection, with a zxid that names nothing.
  private mutating func refuseUnknown(_ connection: ConnectionID, _ header: RequestHeader) {
    let header = ReplyHeader(xid: header.xid, zxid: .unspecified, error: .unimplemented)
    say(.reply(header, nil), to: connection)
    say(.close, to: connection)
  }

  mutating func refuseMalformed(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader, isNullPath: Bool,
    at moment: Moment
  ) {
    if header.operation.isWrite {
      // These look at the path alone, and know what to say of one that is null; others stumble.
      let isJudged = header.operation == .setData || header.operation == .setACL
      let error = isNullPath && isJudged ? ErrorCode.badArguments : .marshallingError
      fail(connection, session, header, error, at: moment)
    } else if OpCode.names[header.operation] == nil || header.operation.rawValue <= 0 {
      refuseUnknown(connection, header)
    } else {
      reply(connection, header, nil, error: .marshallingError, gated: .zero)
    }
  }
}
