public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport

// From one node to another.
extension Lease {
  /// Goes on with another node: in one change, that one is created and the present one is deleted.
  /// Token, deadline and all copies stay what they are.
  ///
  /// Until it returns, nobody knows which of the two is there. What is done by the lease's
  /// `transaction` meanwhile may fail.
  ///
  /// - Parameters:
  ///   - path: where the other node is to be; choose a name that nobody else uses.
  ///   - data: what it holds.
  ///   - acl: who may do what with it.
  /// - Throws: `leaseLost`; what the servers say if they do not let it be created, and then the
  ///   lease is held as before. Somebody who is cancelled meanwhile loses the lease.
  public func move(
    to path: ZNodePath, _ data: Payload = .empty, acl: AccessControl = .open
  ) async throws(ZooKeeperError) {
    guard isHeld, keeper.beginMove() else { throw lost(during: .transaction) }
    do throws(ZooKeeperError) {
      try await exchange(
        for: path, [.create(path, data, mode: .ephemeral, acl: acl), .delete(self.path)])
      keeper.endMove(to: path, root: client.root)
    } catch {
      // However it ends, others wait for that.
      keeper.endMove(to: nil, root: client.root)
      throw error
    }
  }

  private func exchange(for path: ZNodePath, _ steps: [Step]) async throws(ZooKeeperError) {
    while true {
      let beginning = LoopTime.current.instant
      do throws(ZooKeeperError) {
        try await exchange(steps)
        return keeper.proven(askedAt: beginning)
      } catch {
        if error.outcome == .notApplied && !error.code.passesWithTheConnection {
          if error.code == .leaseLost { keeper.lose(.nodeDeleted) }
          throw error
        }
      }
      if try await isThere(path) { return }
    }
  }

  private func exchange(_ steps: [Step]) async throws(ZooKeeperError) {
    do throws(TransactionError) {
      try await client.transaction(steps)
    } catch {
      if error.failedStep == 1, error.code == .noNode { throw lost(during: .transaction) }
      throw error.cause
    }
  }

  /// Whether the exchange has happened, the answer to which was lost. What was sent on the old
  /// connection is over when there is a new one, and a server that has caught up knows.
  private func isThere(_ path: ZNodePath) async throws(ZooKeeperError) -> Bool {
    while isHeld {
      do throws(ZooKeeperError) {
        try await client.untilConnected()
        try await client.sync(path)
        return try await client.stat(path)?.ephemeralOwner == session
      } catch {
        guard error.code.passesWithTheConnection else {
          abandon(path)
          throw error
        }
      }
    }
    abandon(path)
    throw lost(during: .transaction)
  }

  /// Nobody will know any more which of the two is there.
  private func abandon(_ path: ZNodePath) {
    client.deleteEventually(path)
    keeper.lose(.unproven)
  }
}
