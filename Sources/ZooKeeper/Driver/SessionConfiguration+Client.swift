import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

extension SessionConfiguration {
  /// What the machine has to know of a client's settings.
  init(_ client: ClientConfiguration) {
    self.init(
      servers: client.servers.servers, timeout: client.sessionTimeout,
      connectTimeout: client.connectTimeout, allowsReadOnly: client.allowsReadOnly,
      shufflesServers: client.shufflesServers, renews: client.onExpiry == .renew,
      credentials: client.credentials, inFlightMax: client.limits.inFlightMax,
      outboxBytesMax: client.limits.outboxBytesMax, frameBytesMax: client.limits.frameBytesMax,
      resumed: client.resume.map {
        SessionIdentity(id: $0.session, password: $0.password, lastZxid: $0.lastZxid)
      })
  }
}

extension LoopTime {
  /// The same moment, in the machines' words.
  var instant: MonotonicInstant { MonotonicInstant(nanoseconds: nanoseconds) }
}
