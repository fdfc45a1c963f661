import ZooKeeper

extension StartOptions {
  /// What the client is to be like.
  func configuration(for servers: ServerList, _ news: ConnectionNews) -> ClientConfiguration {
    var configuration = ClientConfiguration(servers: servers)
    configuration.requestTimeout = patience.duration
    if let sessionTimeout { configuration.sessionTimeout = sessionTimeout.duration }
    configuration.allowsReadOnly = allowsReadOnly
    // Whoever typed `quit` does not want to wait for a server that has gone.
    configuration.closeTimeout = min(patience.duration, .seconds(2))
    configuration.onEvent = { news.hear($0) }
    return configuration
  }
}
