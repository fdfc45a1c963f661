package import ZooKeeperModel
package import ZooKeeperTransport

extension Endpoint {
  /// Where a server is to be looked for.
  package init(_ server: ServerAddress) {
    self.init(host: server.host, port: server.port)
  }
}
