package import ZooKeeper

/// Creates `/node`, updates it twice, and reads its version after each step. The second update
/// names the version that it has seen, so that it would not overwrite the change of somebody else.
package func followVersions(_ zk: ZooKeeperClient) async throws -> [Version] {
  try await zk.create("/node", "a")
  let created = try await zk.get("/node")
  let updated = try await zk.set("/node", to: "b")
  let updatedAgain = try await zk.set("/node", to: "c", ifVersion: updated.version)
  return [created.stat.version, updated.version, updatedAgain.version]
}
