public import ZooKeeper

// Typed values, one at a time.
extension ZooKeeperClient {
  /// What a node holds, as a value.
  ///
  /// - Throws: `InvalidValue` if it holds no such value; `noNode`.
  public func get<Value: NodeValue>(
    _ path: ZNodePath, as type: Value.Type
  ) async throws -> Versioned<Value> {
    try Versioned(try await get(path), at: path)
  }

  /// Replaces the value of a node, if it has the version that is asked for.
  ///
  /// - Throws: `badVersion` if somebody was faster, `noNode`; what `encoded()` throws.
  /// - Outcome: after `unknown`, the value may have been set.
  @discardableResult
  public func set<Value: NodeValue>(
    _ path: ZNodePath, encoding value: Value, ifVersion version: Version? = nil
  ) async throws -> Versioned<Value> {
    let stat = try await set(path, to: value.encoded(), ifVersion: version)
    return Versioned(value, version: stat.version, zxid: stat.mzxid)
  }

  /// Changes the value of a node, and does so again whenever somebody else was faster: no change of
  /// others is lost. What comes out the same as before is not written, so that nobody is woken.
  ///
  /// Costs two requests, and two more for each one who was faster.
  ///
  /// - Parameters:
  ///   - initial: what to start from where there is no node, which is then created; nil to fail.
  ///   - mode: of what kind the node is if it is created.
  ///   - change: may be called more than once.
  /// - Throws: `InvalidValue` if the node holds no such value: it stays as it is; `noNode`; what
  ///   `change` throws.
  /// - Outcome: after `unknown`, the change may have happened. It is not repeated, because it might
  ///   then happen twice.
  @discardableResult
  public func update<Value: NodeValue>(
    _ path: ZNodePath, as type: Value.Type, orCreate initial: Value? = nil,
    mode: CreateMode = .persistent, acl: AccessControl = .open, parents: Parents = .mustExist,
    _ change: (inout Value) throws -> Void
  ) async throws -> Versioned<Value> {
    var attempt: ValueChange<Value>?
    let written = try await update(path, mode: mode, acl: acl, parents: parents) { node in
      let latest = try ValueChange(of: node, at: path, orFrom: initial, by: change)
      attempt = latest
      return latest.data
    }
    switch attempt {
    case .none: throw ZooKeeperError.unexpected
    case .nothing(let present): return present
    case .write(let value, _):
      if let written { return Versioned(value, version: written.version, zxid: written.mzxid) }
      return Versioned(value, version: Version(rawValue: 0), zxid: try await creation(of: path))
    }
  }

  /// Servers before 3.5 do not tell it; the node may have changed again since.
  private func creation(of path: ZNodePath) async throws(ZooKeeperError) -> Zxid {
    if let stat = try await stat(path) { return stat.czxid }
    throw ZooKeeperError(
      .noNode, outcome: .unknown, operation: .create, path: path,
      detail: "it was deleted as soon as it was created")
  }
}

extension ZooKeeperError {
  static func missing(_ path: ZNodePath) -> ZooKeeperError {
    ZooKeeperError(.noNode, outcome: .notApplied, operation: .get, path: path)
  }
}
