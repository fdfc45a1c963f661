public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

// The ensemble.
extension ZooKeeperClient {
  /// Who belongs to the ensemble, and the change that would make this old. A server that stands
  /// alone names nobody.
  public func ensembleAndWatch() async throws(ZooKeeperError) -> Watched<EnsembleConfig> {
    let whole = ZooKeeperClient(handle, root: .root)
    let watched = try await whole.getAndWatch(ZooKeeperClient.configPath)
    return Watched(
      value: try EnsembleConfig(watched.value, in: .ensemble), changes: watched.changes)
  }

  /// Who belongs to the ensemble.
  public func ensemble() async throws(ZooKeeperError) -> EnsembleConfig {
    let whole = ZooKeeperClient(handle, root: .root)
    return try EnsembleConfig(try await whole.get(ZooKeeperClient.configPath), in: .ensemble)
  }

  /// Changes who belongs to the ensemble: adds some servers and takes others away. Returns what
  /// holds from then on.
  ///
  /// - Parameters:
  ///   - joining: servers to add or to change, each as `server.ID=HOST:PORT:PORT:ROLE;HOST:PORT`.
  ///   - leaving: the numbers of servers to take away.
  ///   - version: the `EnsembleConfig.version` that this is meant to change; nil for whichever.
  /// - Throws: `reconfigDisabled`, `noAuth`, `newConfigNoQuorum`, `reconfigInProgress`,
  ///   `badVersion`.
  @discardableResult
  public func reconfigure(
    joining: [String] = [], leaving: [String] = [], ifVersion version: Zxid? = nil
  ) async throws(ZooKeeperError) -> EnsembleConfig {
    try await reconfigure(
      ReconfigRequest(
        joiningServers: joining.isEmpty ? nil : joining.joined(separator: ","),
        leavingServers: leaving.isEmpty ? nil : leaving.joined(separator: ","),
        newMembers: nil, currentConfigID: version?.rawValue ?? -1))
  }

  /// Replaces the whole list of those who belong to the ensemble.
  @discardableResult
  public func reconfigure(
    members: [String], ifVersion version: Zxid? = nil
  ) async throws(ZooKeeperError) -> EnsembleConfig {
    try await reconfigure(
      ReconfigRequest(
        joiningServers: nil, leavingServers: nil, newMembers: members.joined(separator: ","),
        currentConfigID: version?.rawValue ?? -1))
  }

  private func reconfigure(
    _ request: ReconfigRequest
  ) async throws(ZooKeeperError) -> EnsembleConfig {
    let write = OutgoingRequest.write(.reconfig)
    let node = try await ask(.reconfigure, at: nil, write, readBy: ReadsNode.self) { writer in
      request.encode(to: &writer)
    }
    return try EnsembleConfig(node, in: .reconfigure)
  }

  static let configPath: ZNodePath = "/zookeeper/config"
}

extension EnsembleConfig {
  fileprivate init(_ node: Node, in operation: OperationName) throws(ZooKeeperError) {
    do throws(InvalidEnsembleConfig) {
      try self.init(validating: node.text ?? "")
    } catch {
      throw ZooKeeperError.malformed(operation, "\(error)")
    }
  }
}

extension SessionDriver {
  /// Reads who belongs to the ensemble, uses those servers, and does so again whenever that changes
  /// or may have changed. It ends with the session's client.
  func followEnsemble() {
    let (buffer, id) = listen(
      to: ZooKeeperClient.configPath, as: .data, root: .root, owner: EnsembleFollower(self))
    ask(.read(.getData, leaving: id), readBy: ReadsNode.self, .patient) { writer in
      ReadRequest(path: ZooKeeperClient.configPath.text, watch: true).encode(to: &writer)
    } then: { [weak self] settled in
      guard let self else { return }
      guard case .reply(let node) = settled else {
        // Not every server lets everybody look; whoever is refused keeps the servers they have.
        return buffer.close()
      }
      let config = try? EnsembleConfig(validating: node.text ?? "")
      if let servers = config?.serversForClients, !servers.isEmpty { updateServers(servers) }
    }
  }
}

/// Looks again when the watch on the ensemble's configuration is over.
private final class EnsembleFollower: WatchOwner {
  private let driver: SessionDriver

  init(_ driver: SessionDriver) {
    self.driver = driver
  }

  func watchEnded(_ buffer: WatchBuffer) {
    let hasChanged = buffer.takeAll().contains { $0.gap == nil }
    driver.stopListening(buffer)
    if hasChanged { driver.followEnsemble() }
  }
}
