import ZooKeeper
import ZooKeeperServer

/// The bundled server in this process, at a free port of the loopback interface.
struct EmbeddedServer {
  private let server: ZooKeeperServer
  let servers: ServerList

  /// - Parameter directory: where it stores; nil for memory alone.
  init(directory: String?) async throws(Complaint) {
    let storage = directory.map { ServerConfiguration.Storage.directory($0) } ?? .inMemory
    var configuration = ServerConfiguration(address: "127.0.0.1", port: 0, storage: storage)
    configuration.tree.extendedTypes = true
    do {
      server = try await ZooKeeperServer.start(configuration)
      servers = try ServerList([ServerAddress(host: "127.0.0.1", port: server.port)])
    } catch {
      throw Complaint("--embedded: \(error)", .failed)
    }
  }

  func stop() async {
    await server.stop()
  }
}
