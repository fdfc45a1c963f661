import ZooKeeper

/// Reads the children of a node together with what they hold.
struct ChildrenReader: Sendable {
  /// How many are asked for at once, so that many children do not fill the outbox.
  private static var batch: Int { 64 }

  let client: ZooKeeperClient
  let parent: ZNodePath
  /// Whether a child of that name is to be read; others are let be.
  let isWanted: @Sendable (ZNodeName) -> Bool

  /// Reads everything that is not known yet. What fails to be read stays unread.
  func complete(_ known: inout KnownChildren) async throws(ZooKeeperError) {
    if known.unread == .list { known.list(try await names()) }
    while case .names(let names) = known.unread, !names.isEmpty {
      let batch = Array(names.prefix(Self.batch))
      let wanted = batch.filter(isWanted)
      let answers = client.pipeline(wanted.map { .get(parent / $0) })
      for (name, answer) in zip(wanted, answers) {
        known.read(name, try await node(name, answer))
      }
      for name in batch where !isWanted(name) { known.read(name, nil) }
    }
  }

  private func names() async throws(ZooKeeperError) -> [ZNodeName] {
    do throws(ZooKeeperError) {
      return try await client.children(of: parent).names
    } catch {
      guard error.code == .noNode else { throw error }
      return []
    }
  }

  private func node(
    _ name: ZNodeName, _ answer: Pending<StepResult>
  ) async throws(ZooKeeperError) -> Node? {
    do throws(ZooKeeperError) {
      guard case .get(let node) = try await answer.value else { throw .unexpected }
      return node
    } catch {
      if error.code == .noNode { return nil }
      guard error.code == .overloaded else { throw error }
    }
    // A call that stands alone waits until there is room.
    do throws(ZooKeeperError) {
      return try await client.get(parent / name)
    } catch {
      guard error.code == .noNode else { throw error }
      return nil
    }
  }
}
