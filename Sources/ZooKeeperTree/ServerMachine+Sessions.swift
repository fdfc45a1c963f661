import ZooKeeperModel

// Clients coming, staying and going.
extension ServerMachine {
  mutating func greet(
    _ connection: ConnectionID, _ request: ConnectRequest, at moment: Moment
  ) {
    guard let known = connections[connection], known.session == nil,
      // It has seen what this server does not have: it must find another one.
      request.lastZxidSeen <= tree.lastZxid
    else {
      say(.close, to: connection)
      return
    }
    if request.sessionID == .none {
      open(connection, request, at: moment)
    } else {
      resume(connection, request, at: moment)
    }
  }

  private mutating func open(
    _ connection: ConnectionID, _ request: ConnectRequest, at moment: Moment
  ) {
    let (session, timeout) = sessions.open(
      wishedTimeout: request.timeoutMilliseconds, at: moment.monotonic)
    let zxid = commit(
      .createSession(timeoutMilliseconds: timeout), session: session, cxid: 0, at: moment)
    attach(connection, session)
    welcome(connection, session, timeout, request, gated: zxid)
  }

  private mutating func resume(
    _ connection: ConnectionID, _ request: ConnectRequest, at moment: Moment
  ) {
    // First the password, then the rightful connection: a stranger must not end it.
    let timeout = sessions.resume(
      request.sessionID, password: request.password,
      wishedTimeout: request.timeoutMilliseconds, at: moment.monotonic)
    guard let timeout else {
      let refusal = ConnectReply(
        timeoutMilliseconds: 0, sessionID: .none,
        password: Secret([UInt8](repeating: 0, count: 16)),
        readOnly: request.readOnly.map { _ in false })
      // Maybe a client is told that its session is over, and that must not come back.
      say(.greeting(refusal), to: connection, gated: tree.lastZxid)
      say(.close, to: connection)
      return
    }
    if let former = attached[request.sessionID] {
      detach(former)
      say(.close, to: former)
    }
    attach(connection, request.sessionID)
    welcome(connection, request.sessionID, timeout, request, gated: .zero)
  }

  private mutating func welcome(
    _ connection: ConnectionID, _ session: SessionID, _ timeout: Int32,
    _ request: ConnectRequest, gated: Zxid
  ) {
    let reply = ConnectReply(
      timeoutMilliseconds: timeout, sessionID: session,
      password: SessionPassword.derive(from: session),
      readOnly: request.readOnly.map { _ in false })
    say(.greeting(reply), to: connection, gated: gated)
  }

  private mutating func attach(_ connection: ConnectionID, _ session: SessionID) {
    connections[connection]?.session = session
    attached[session] = connection
  }

  /// Lets go of a connection. Its session lives on until its time runs out.
  mutating func detach(_ connection: ConnectionID) {
    forget(connection)
    watches.removeAll(of: connection)
    guard let session = connections.removeValue(forKey: connection)?.session,
      attached[session] == connection
    else { return }
    attached[session] = nil
  }

  /// The session of a connection that says something; nil, and it is not answered, if the session
  /// is over.
  mutating func heardOf(_ connection: ConnectionID, at moment: Moment) -> SessionID? {
    guard let session = connections[connection]?.session,
      sessions.touch(session, at: moment.monotonic)
    else { return nil }
    return session
  }

  mutating func closeSession(
    _ connection: ConnectionID, _ session: SessionID, _ header: RequestHeader, at moment: Moment
  ) {
    let zxid = end(session, cxid: header.xid.rawValue, at: moment)
    say(.reply(ReplyHeader(xid: header.xid, zxid: zxid), nil), to: connection, gated: zxid)
    say(.close, to: connection, gated: zxid)
    attached[session] = nil
    connections[connection]?.session = nil
    watches.removeAll(of: connection)
  }

  mutating func expire(at moment: Moment) {
    for session in sessions.expire(at: moment.monotonic) {
      expire(session, at: moment)
    }
  }

  /// Ends a session that nobody asked to end, and hangs up on its client without a word.
  mutating func expire(_ session: SessionID, at moment: Moment) {
    _ = end(session, cxid: 0, at: moment)
    guard let connection = attached[session] else { return }
    detach(connection)
    say(.close, to: connection)
  }

  private mutating func end(_ session: SessionID, cxid: Int32, at moment: Moment) -> Zxid {
    var change = Change.closeSession(paths: tree.ephemeralPaths(of: session))
    // A list that could not be read back is left out, as Apache did before 3.6: whoever reads the
    // log finds the nodes by their owner.
    if change.weight > TreeLimits.transactionBytesMax { change = .closeSession(paths: nil) }
    let zxid = commit(change, session: session, cxid: cxid, at: moment)
    sessions.close(session)
    return zxid
  }
}
