import ZooKeeper
import ZooKeeperTesting

/// Runs `body` with a server of its own, and a client of it.
func withServedClient(
  sessionTimeout: Duration? = nil,
  _ body: (TestServer, ZooKeeperClient) async throws -> Void
) async throws {
  try await withTestServer { server in
    try await server.withClient(sessionTimeout: sessionTimeout) { zk in
      try await body(server, zk)
    }
  }
}

/// Runs `body` with a server, and a client that comes to it through a proxy.
func withProxiedClient(
  sessionTimeout: Duration? = nil,
  _ body: (TestServer, ChaosProxy, ZooKeeperClient) async throws -> Void
) async throws {
  try await withTestServer { server in
    try await withChaosProxy(before: server.connectString) { proxy in
      let servers = try ServerList(validating: proxy.connectString)
      var configuration = ClientConfiguration(servers: servers)
      if let sessionTimeout { configuration.sessionTimeout = sessionTimeout }
      try await withZooKeeper(configuration) { zk in try await body(server, proxy, zk) }
    }
  }
}

/// Runs `body` with a server, a client that comes to it through a proxy, and one that comes to it
/// directly.
func withClientBehindProxy(
  _ body: (TestServer, ChaosProxy, ZooKeeperClient, ZooKeeperClient) async throws -> Void
) async throws {
  try await withProxiedClient { server, proxy, zk in
    try await server.withClient { other in try await body(server, proxy, zk, other) }
  }
}

extension TestServer {
  func withClient(
    sessionTimeout: Duration? = nil, _ body: (ZooKeeperClient) async throws -> Void
  ) async throws {
    var configuration = ClientConfiguration(servers: try ServerList(validating: connectString))
    if let sessionTimeout { configuration.sessionTimeout = sessionTimeout }
    try await withZooKeeper(configuration, body)
  }
}
