public import ZooKeeperModel

// Changes that take more than one request.
extension ZooKeeperClient {
  /// Sets the data of a node, and creates the node if it is not there. Returns its stat; nil if it
  /// was created by a server that does not tell.
  @discardableResult
  public func createOrSet(
    _ path: ZNodePath, _ data: Payload, mode: CreateMode = .persistent,
    acl: AccessControl = .open, parents: Parents = .mustExist
  ) async throws(ZooKeeperError) -> Stat? {
    try refuseSequence(mode, at: path)
    while true {
      do throws(ZooKeeperError) {
        return try await set(path, to: data)
      } catch {
        guard error.code == .noNode else { throw error }
      }
      do throws(ZooKeeperError) {
        return try await create(path, data, mode: mode, acl: acl, parents: parents).stat
      } catch {
        // Somebody may have created it between the two.
        guard error.code == .nodeExists else { throw error }
      }
    }
  }

  /// Replaces the data of a node by what `change` makes of it, and does so again whenever somebody
  /// else was faster: no change of others is lost, as long as nobody deletes the node and creates
  /// it anew, which lets versions begin again.
  ///
  /// `change` gets the node as it is, nil if it is not there, and returns its new data, or nil to
  /// leave everything as it is. It may be called more than once.
  ///
  /// - Returns: the node's stat after the change; nil if nothing was changed, or if the server
  ///   does not tell.
  /// - Outcome: after `unknown`, the change may have happened. It is not repeated, because it might
  ///   then happen twice.
  @discardableResult
  public func update(
    _ path: ZNodePath, mode: CreateMode = .persistent, acl: AccessControl = .open,
    parents: Parents = .mustExist, _ change: (Node?) throws -> Payload?
  ) async throws -> Stat? {
    try refuseSequence(mode, at: path)
    while true {
      let node = try await existing(path)
      guard let data = try change(node) else { return nil }
      do throws(ZooKeeperError) {
        if let node { return try await set(path, to: data, ifVersion: node.stat.version) }
        return try await create(path, data, mode: mode, acl: acl, parents: parents).stat
      } catch {
        let wasTooSlow =
          node == nil
          ? error.code == .nodeExists : error.code == .badVersion || error.code == .noNode
        guard wasTooSlow else { throw error }
      }
    }
  }

  private func refuseSequence(
    _ mode: CreateMode, at path: ZNodePath
  ) throws(ZooKeeperError) {
    guard mode.isSequential else { return }
    throw ZooKeeperError(
      .badArguments, outcome: .notApplied, operation: .create, path: path,
      detail: "a sequential node is never there before it is created")
  }

  /// The node; nil if it is not there.
  func existing(_ path: ZNodePath) async throws(ZooKeeperError) -> Node? {
    do throws(ZooKeeperError) {
      return try await get(path)
    } catch {
      guard error.code == .noNode else { throw error }
      return nil
    }
  }

  /// Deletes a node and everything beneath it, and returns how many nodes that were. That there is
  /// no such node is no error.
  ///
  /// Not one change but many, from the leaves upwards: others see the tree while it goes. What they
  /// create meanwhile is deleted, too.
  ///
  /// - Outcome: after an error, some of the nodes may be gone.
  @discardableResult
  public func deleteTree(_ path: ZNodePath) async throws(ZooKeeperError) -> Int {
    if path.absolute(under: root).isRoot {
      throw ZooKeeperError(
        .badArguments, outcome: .notApplied, operation: .delete, path: path,
        detail: "the root cannot be deleted")
    }
    return try await deleteAll([path])
  }

  /// Deletes these nodes, each with everything beneath it. Most nodes of a tree are leaves, and a
  /// server says which are not: so each level goes with as many requests at once as it has nodes.
  private func deleteAll(_ paths: [ZNodePath]) async throws(ZooKeeperError) -> Int {
    var count = 0
    for start in stride(from: 0, to: paths.count, by: ZooKeeperClient.batchMax) {
      var left = Array(paths[start..<min(start + ZooKeeperClient.batchMax, paths.count)])
      while !left.isEmpty {
        let (deleted, parents) = try await deleteLeaves(left)
        count += deleted
        // Few lists at a time, because each may be as long as a frame.
        for start in stride(from: 0, to: parents.count, by: ZooKeeperClient.listsMax) {
          let some = parents[start..<min(start + ZooKeeperClient.listsMax, parents.count)]
          count += try await deleteAll(try await children(ofAll: Array(some)))
        }
        left = parents
      }
    }
    return count
  }

  /// Deletes those that have no children, and returns those that have.
  private func deleteLeaves(
    _ paths: [ZNodePath]
  ) async throws(ZooKeeperError) -> (deleted: Int, parents: [ZNodePath]) {
    var deleted = 0
    var parents: [ZNodePath] = []
    for (path, pending) in zip(paths, batch(paths.map { .delete($0) })) {
      do throws(ZooKeeperError) {
        _ = try await pending.value
        deleted += 1
      } catch {
        switch error.code {
        case .noNode: continue
        case .notEmpty: parents.append(path)
        default: throw error
        }
      }
    }
    return (deleted, parents)
  }

  private func children(
    ofAll paths: [ZNodePath]
  ) async throws(ZooKeeperError) -> [ZNodePath] {
    var children: [ZNodePath] = []
    for (path, pending) in zip(paths, batch(paths.map { .children(of: $0) })) {
      do throws(ZooKeeperError) {
        guard case .children(let names, _) = try await pending.value else { continue }
        children += names.map { path / $0 }
      } catch {
        guard error.code == .noNode else { throw error }
      }
    }
    return children
  }

  /// Requests that a call which takes many has on the way at once.
  static var batchMax: Int { 128 }

  /// Lists of children that such a call holds at once.
  static var listsMax: Int { 16 }
}
