import ZooKeeperLog
import ZooKeeperServer

/// Runs a server for as long as `body` takes.
func withServer<Result>(
  on storage: (any Storage)? = nil, log: @escaping ServerLog = { _ in },
  configured configure: (inout ServerConfiguration) -> Void = { _ in },
  _ body: (ZooKeeperServer) async throws -> Result
) async throws -> Result {
  let server = try await startServer(on: storage, log: log, configured: configure)
  do {
    let result = try await body(server)
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}

/// Starts a server whose connections nobody counts, in memory unless there is a disk.
func startServer(
  on storage: (any Storage)? = nil, log: @escaping ServerLog = { _ in },
  configured configure: (inout ServerConfiguration) -> Void = { _ in }
) async throws -> ZooKeeperServer {
  var configuration = ServerConfiguration(
    port: 0, storage: storage == nil ? .inMemory : .directory("/data"))
  configuration.connections.perAddressMax = 0
  configure(&configuration)
  guard let storage else { return try await ZooKeeperServer.start(configuration, log: log) }
  return try await ZooKeeperServer.start(configuration, on: storage, log: log)
}
