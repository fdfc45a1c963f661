/// Runs `body` with a client, and closes the client when it ends, however it does.
///
/// ```swift
/// try await withZooKeeper("localhost:2181") { zk in
///   try await zk.create("/greeting", "hello")
///   let node = try await zk.get("/greeting")
/// }
/// ```
///
/// - Throws: what `body` throws; `InvalidConfiguration`. That no server can be reached shows in the
///   calls, when their time is over.
public func withZooKeeper<Result>(
  _ servers: ServerList, isolation: isolated (any Actor)? = #isolation,
  _ body: (ZooKeeperClient) async throws -> Result
) async throws -> Result {
  try await withZooKeeper(ClientConfiguration(servers: servers), isolation: isolation, body)
}

/// Runs `body` with a client of your settings, and closes the client when it ends, however it does.
public func withZooKeeper<Result>(
  _ configuration: ClientConfiguration, isolation: isolated (any Actor)? = #isolation,
  _ body: (ZooKeeperClient) async throws -> Result
) async throws -> Result {
  let client = try ZooKeeperClient(configuration)
  do {
    let result = try await body(client)
    await client.close()
    return result
  } catch {
    await client.close()
    throw error
  }
}
