import ZooKeeper

@testable import ZooKeeperRecipes

extension EphemeralNode {
  /// Keeps it on behalf of a client that had created one in a session before, which servers have
  /// not ended yet: only an ensemble whose servers are behind each other shows that by itself.
  func replace(_ ghost: Zxid, of session: SessionID) async throws {
    var claim = NodeClaim()
    claim.created(ghost, in: session, holding: .empty)
    var keeper = NodeKeeper(self, claim)
    try await keeper.keep()
    await keeper.leave()
  }
}
