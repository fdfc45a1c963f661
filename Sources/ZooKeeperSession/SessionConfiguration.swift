package import ZooKeeperModel

/// What a session is to be like.
package struct SessionConfiguration: Sendable {
  package var servers: [ServerAddress]
  /// How long the session outlives its connection, as we ask for it; the server has the last word.
  package var timeout: Duration
  /// How long one address may take to connect and greet; nil for its share of the timeout.
  package var connectTimeout: Duration?
  /// Whether a server that cannot write is better than none.
  package var allowsReadOnly: Bool
  package var shufflesServers: Bool
  /// Whether another session takes the place of one that was lost.
  package var renews: Bool
  /// Who we are, in the order in which the servers are to hear of it.
  package var credentials: [Credential]
  /// Requests on the way at once.
  package var inFlightMax: Int
  /// Bytes of requests that wait to be sent.
  package var outboxBytesMax: Int
  /// Bytes in one frame, of requests and of replies.
  package var frameBytesMax: Int
  /// A session to go on with, in place of a new one.
  package var resumed: SessionIdentity?

  package init(
    servers: [ServerAddress], timeout: Duration, connectTimeout: Duration? = nil,
    allowsReadOnly: Bool = false, shufflesServers: Bool = true, renews: Bool = true,
    credentials: [Credential] = [],
    inFlightMax: Int = Limits.requestsInFlightMax, outboxBytesMax: Int = Limits.outboxBytesMax,
    frameBytesMax: Int = Limits.frameBytesMax, resumed: SessionIdentity? = nil
  ) {
    self.servers = servers
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.allowsReadOnly = allowsReadOnly
    self.shufflesServers = shufflesServers
    self.renews = renews
    self.credentials = credentials
    self.inFlightMax = inFlightMax
    self.outboxBytesMax = outboxBytesMax
    self.frameBytesMax = frameBytesMax
    self.resumed = resumed
  }
}

/// What a server wants to see of whoever claims to be the owner of a session.
package struct SessionIdentity: Hashable, Sendable {
  package var id: SessionID
  package var password: Secret
  /// The last change that the session has seen: it must never be shown an older state.
  package var lastZxid: Zxid

  package init(id: SessionID, password: Secret, lastZxid: Zxid) {
    self.id = id
    self.password = password
    self.lastZxid = lastZxid
  }
}
