import ZooKeeper

// Owning what the line is for.
extension Line {
  /// Waits for it, for that long at most, a server that has to be found first included.
  func acquire(
    _ claim: Claim, within patience: Duration?, _ onWait: (@Sendable (_ ahead: Int) -> Void)?
  ) async throws(ZooKeeperError) -> Lease {
    guard let patience else { return try await untilFirst(nil, claim, onWait) }
    return try await client.within(patience, at: parent) { () async throws(ZooKeeperError) in
      try await untilFirst(nil, claim, onWait)
    }
  }

  /// Takes it if nobody is in the way; nil otherwise, and also if that cannot be told because the
  /// session was lost meanwhile.
  ///
  /// Most of those who only try find somebody in the way, and need not change anything to see it.
  func tryAcquire(_ claim: Claim) async throws(ZooKeeperError) -> Lease? {
    let children = try await unlessGone(try await client.children(of: parent))
    let names = children?.names ?? []
    guard Standing.isFree(sharing: claim.shares, among: names, naming, permits: permits) else {
      return nil
    }
    var place = try await enter(claim)
    do throws(ZooKeeperError) {
      while standing(place) == .first {
        if let lease = try await take(place, claim) { return lease }
        try await look(&place)
      }
      leave(place)
      return nil
    } catch {
      leave(place)
      if error.code == .leaseLost { return nil }
      throw error
    }
  }
}
