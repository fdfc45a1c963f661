package import ZooKeeper

/// The first thing that most tutorials do: create `/test`, read it, write it, read it again and
/// delete it. Returns what was read.
package func createGetSetDelete(_ zk: ZooKeeperClient) async throws -> [String?] {
  try await zk.create("/test", "first")
  let first = try await zk.get("/test")
  try await zk.set("/test", to: "second")
  let second = try await zk.get("/test")
  try await zk.delete("/test")
  return [first.text, second.text]
}
