/// The first frame of a client: opens a session or resumes one.
package struct ConnectRequest: Hashable, Sendable {
  package var protocolVersion: Int32
  package var lastZxidSeen: Zxid
  package var timeoutMilliseconds: Int32
  package var sessionID: SessionID
  package var password: Secret?
  /// Whether a read-only server will do; nil from clients older than read-only mode, which do not
  /// send the field.
  package var readOnly: Bool?

  package init(
    protocolVersion: Int32 = 0, lastZxidSeen: Zxid, timeoutMilliseconds: Int32,
    sessionID: SessionID, password: Secret?, readOnly: Bool?
  ) {
    self.protocolVersion = protocolVersion
    self.lastZxidSeen = lastZxidSeen
    self.timeoutMilliseconds = timeoutMilliseconds
    self.sessionID = sessionID
    self.password = password
    self.readOnly = readOnly
  }
}

/// The first frame of a server. A timeout of zero or less says that the session is gone.
package struct ConnectReply: Hashable, Sendable {
  package var protocolVersion: Int32
  package var timeoutMilliseconds: Int32
  package var sessionID: SessionID
  package var password: Secret?
  /// Whether the server is read-only; nil to clients that did not send the field themselves.
  package var readOnly: Bool?

  package init(
    protocolVersion: Int32 = 0, timeoutMilliseconds: Int32, sessionID: SessionID,
    password: Secret?, readOnly: Bool?
  ) {
    self.protocolVersion = protocolVersion
    self.timeoutMilliseconds = timeoutMilliseconds
    self.sessionID = sessionID
    self.password = password
    self.readOnly = readOnly
  }
}
