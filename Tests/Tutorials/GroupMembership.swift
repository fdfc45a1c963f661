package import ZooKeeper

/// A group of processes: whoever is in it has an ephemeral node, which goes with its session, so
/// that those who died are no members for long. A name of its own for each, the servers make.
package struct Group {
  /// The node beneath which the members are.
  package let path: ZNodePath

  package init(_ path: ZNodePath) {
    self.path = path
  }

  /// Becomes a member until the client is closed or its session ends.
  package func join(_ zk: ZooKeeperClient, address: String) async throws -> ZNodeName? {
    let created = try await zk.create(
      path / "member-", Payload(address), mode: .ephemeralSequential, parents: .create)
    return created.path.name
  }

  /// Where the members are, in the order in which they joined.
  package func addresses(_ zk: ZooKeeperClient) async throws -> [String] {
    var addresses: [String] = []
    for name in try await zk.children(of: path).names.sorted(by: { $0.text < $1.text }) {
      do {
        addresses.append(try await zk.get(path / name).text ?? "")
      } catch {
        // It has left since it was listed.
        guard error.code == .noNode else { throw error }
      }
    }
    return addresses
  }
}
