public import ZooKeeper

extension EphemeralNode {
  private enum Ending<Result: Sendable>: Sendable {
    case keeping(NodeKeeper, ZooKeeperError?)
    case body(Swift.Result<Result, any Error>)
  }

  /// Keeps the node there while `body` runs, which begins when the node is there. Returns when it
  /// is gone, if a server can say so; where there is no connection, it goes later.
  ///
  /// The body runs in a task of its own, which is cancelled if the node cannot be kept for good; a
  /// connection or a session that is lost is no reason.
  ///
  /// - Throws: what `run` throws; what the body throws.
  @discardableResult
  public func whileKept<Result: Sendable>(
    _ body: @escaping @Sendable (EphemeralNode) async throws -> Result
  ) async throws -> Result {
    let (keeping, outcome) = await keep(during: body)
    await keeping.keeper.leave()
    if let error = keeping.error, case .failure(let cause) = outcome, cause.isCancellation {
      throw error
    }
    return try outcome.get()
  }

  private func keep<Result: Sendable>(
    during body: @escaping @Sendable (EphemeralNode) async throws -> Result
  ) async -> ((keeper: NodeKeeper, error: ZooKeeperError?), Swift.Result<Result, any Error>) {
    await withTaskGroup(of: Ending<Result>.self) { group in
      group.addTask {
        var keeper = NodeKeeper(self)
        do throws(ZooKeeperError) {
          try await keeper.keep()
          return .keeping(keeper, nil)
        } catch {
          return .keeping(keeper, error)
        }
      }
      group.addTask {
        do {
          try await untilPresent()
          return .body(.success(try await body(self)))
        } catch {
          return .body(.failure(error))
        }
      }
      var keeping = (keeper: NodeKeeper(self), error: ZooKeeperError?.none)
      var outcome: Swift.Result<Result, any Error> = .failure(CancellationError())
      // Whichever ends first ends the other, and waits for its end.
      while let ending = await group.next() {
        switch ending {
        case .keeping(let keeper, let error): keeping = (keeper, error)
        case .body(let result): outcome = result
        }
        group.cancelAll()
      }
      return (keeping, outcome)
    }
  }

  private func untilPresent() async throws(CancellationError) {
    for await presence in presences where presence.isPresent { return }
    throw CancellationError()
  }
}

extension ZooKeeperClient {
  /// Keeps an ephemeral node at a path while `body` runs: `ephemeral(path, data).whileKept`.
  @discardableResult
  public func withEphemeral<Result: Sendable>(
    _ path: ZNodePath, _ data: Payload = .empty, isSequential: Bool = false,
    ifTaken: EphemeralNode.IfTaken = .wait, acl: AccessControl = .open,
    _ body: @escaping @Sendable (EphemeralNode) async throws -> Result
  ) async throws -> Result {
    try await ephemeral(path, data, isSequential: isSequential, ifTaken: ifTaken, acl: acl)
      .whileKept(body)
  }
}
