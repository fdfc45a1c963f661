import ZooKeeper
import ZooKeeperTesting

extension TestServer {
  /// Looks at the tree without the shell.
  func ask<Result>(_ body: (ZooKeeperClient) async throws -> Result) async throws -> Result {
    try await withZooKeeper(try ServerList(validating: connectString), body)
  }
}
