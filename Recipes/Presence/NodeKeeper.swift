import ZooKeeper

/// Keeps an ephemeral node where it belongs, for one task.
struct NodeKeeper: Sendable {
  private enum Next {
    case create
    case look
  }

  /// Why somebody who rests goes on.
  private enum Reason {
    case change(WatchChange?)
    case otherData
  }

  /// How often in a row the nodes above may be gone before the node is created. They may be
  /// containers that go just then; but where they cannot be created, that looks the same.
  private static var vanishedParentsMax: Int { 3 }

  private let node: EphemeralNode
  private var place: NodePlace
  private var claim: NodeClaim
  /// Where the node is; nil where only the servers know its name.
  private var path: ZNodePath?
  /// What the names of sequential nodes begin with.
  private var beginning: String?
  private var next = Next.create
  private var vanishedParents = 0

  private var client: ZooKeeperClient { node.client }

  /// - Parameter claim: what is known of a node that was created before.
  init(_ node: EphemeralNode, _ claim: NodeClaim = NodeClaim()) {
    self.node = node
    self.claim = claim
    place = node.place
    path = place.isSequential ? nil : place.path
    beginning = place.uniqueBeginning(node.client.makeUniqueName())
  }

  /// Returns when the task was cancelled. The node may still be there.
  mutating func keep() async throws(ZooKeeperError) {
    node.standing.set(.absent(.notCreated))
    while !Task.isCancelled {
      do throws(ZooKeeperError) {
        switch next {
        case .create: try await create(holding: node.data.current)
        case .look: try await look(wanting: node.data.current)
        }
      } catch {
        if Task.isCancelled { return }
        guard error.mayPass, !client.hasEnded else { throw error }
        do throws(ZooKeeperError) {
          try await client.untilAskable(after: error)
        } catch {
          if Task.isCancelled { return }
          throw error
        }
      }
    }
  }

  /// Deletes the node, and waits for it as long as somebody can be asked; promises it otherwise.
  func leave() async {
    defer { node.standing.set(.absent(.notKept)) }
    guard claim.mayExist else { return }
    guard let path, claim.isCertain, client.state.isConnected else { return promiseToLeave() }
    do throws(ZooKeeperError) {
      guard let stat = try await client.stat(path), claim.owns(stat) else { return }
      try await client.delete(path, ifVersion: stat.version, inSession: stat.ephemeralOwner)
    } catch {
      switch error.code {
      case .noNode: break
      // Who may not look has been told so as soon as the node was there, and cannot look again.
      case .noAuth: client.deleteEventually(path)
      default: promiseToLeave()
      }
    }
  }

  private func promiseToLeave() {
    if let path {
      client.deleteEventually(ifOwned: path, czxid: claim.czxid)
    } else if let parent = place.path.parent, let beginning {
      client.deleteEventually(childrenOf: parent, namePrefix: beginning)
    }
  }
}

// Creating.
extension NodeKeeper {
  private mutating func create(holding data: Payload) async throws(ZooKeeperError) {
    if place.isSequential, path != nil {
      beginning = place.uniqueBeginning(client.makeUniqueName())
      path = nil
    }
    let target = try place.target(beginning: beginning)
    let session = client.session
    do throws(ZooKeeperError) {
      let created = try await client.create(
        target, data, mode: place.mode, acl: place.acl, parents: place.parents)
      isThere(created, in: session, holding: data)
    } catch {
      switch error.code {
      case .nodeExists:
        next = .look
      case .noNode where vanishedParents < Self.vanishedParentsMax:
        vanishedParents += 1
      case .unimplemented where place.parents == .createContainers:
        place.parents = .create
      default:
        noteDoubt(after: error, in: session)
        throw error
      }
    }
  }

  /// Nobody sees the path without a node, and nobody else slips in.
  private mutating func replace(
    _ stale: Stat, at path: ZNodePath, holding data: Payload
  ) async throws(ZooKeeperError) {
    let target = try place.target(beginning: beginning)
    let session = client.session
    do throws(TransactionError) {
      let results = try await client.transaction([
        .delete(path, ifVersion: stale.version),
        .create(target, data, mode: place.mode, acl: place.acl),
      ])
      guard case .create(let created) = results.last else { throw .init(cause: .unexpected) }
      isThere(created, in: session, holding: data)
    } catch {
      switch error.code {
      // Servers have been faster with the deletion, and maybe somebody with a creation.
      case .noNode, .badVersion, .nodeExists: next = .create
      default:
        noteDoubt(after: error.cause, in: session)
        throw error.cause
      }
    }
  }

  private mutating func isThere(
    _ created: Created, in session: SessionID?, holding data: Payload
  ) {
    next = .look
    path = created.path
    vanishedParents = 0
    guard let owner = created.stat?.ephemeralOwner ?? session ?? client.session else { return }
    claim.created(created.czxid, in: owner, holding: data)
    node.standing.set(.present(at: created.path, since: created.czxid))
  }

  private mutating func noteDoubt(after error: ZooKeeperError, in session: SessionID?) {
    guard error.outcome == .unknown, let session = session ?? client.session else { return }
    claim.mayHaveCreated(in: session)
    if place.isSequential { path = nil }
    next = .look
  }
}

// Looking after it.
extension NodeKeeper {
  /// Looks what is there, mends it, and rests where there is nothing to mend.
  private mutating func look(wanting data: Payload) async throws(ZooKeeperError) {
    // Reads it rather than asks whether it exists: that leaves no watch behind where nobody is.
    guard let path = try await whereItIs(),
      let watched = try await unlessGone(try await client.getAndWatch(path))
    else {
      isGone(.deleted)
      return
    }
    let stat = watched.value.stat
    switch claim.judge(watched.value, in: client.session, wanting: data) {
    case .current:
      node.standing.set(.present(at: path, since: stat.czxid))
      // Without a connection, nobody knows whose node will be there when there is one.
      if case .otherData = await rest(on: watched, holding: data), client.state.isConnected {
        try await write(node.data.current, to: path, stat)
      }
    case .outdated:
      try await write(data, to: path, stat)
    case .stale:
      node.standing.set(.absent(.sessionLost))
      try await replace(stat, at: path, holding: data)
    case .foreign(let owner):
      node.standing.set(.absent(.taken(by: owner)))
      guard node.ifTaken == .wait else { throw .taken(path, by: owner) }
      _ = await rest(on: watched, holding: data)
    }
  }

  /// A sequential node whose creation got no answer is found by how its name begins, once the
  /// server has caught up with everything that was done before.
  private mutating func whereItIs() async throws(ZooKeeperError) -> ZNodePath? {
    if let path { return path }
    guard let parent = place.path.parent, let beginning else { return nil }
    try await client.sync(parent)
    let names = try await unlessGone(try await client.children(of: parent))?.names ?? []
    path = names.first { $0.text.hasPrefix(beginning) }.map { parent / $0 }
    return path
  }

  /// Waits until the node has changed, or should hold something else.
  private mutating func rest(
    on watched: Watched<Node>, holding data: Payload
  ) async -> Reason {
    let reason = await withTaskGroup(of: Reason.self) { [latest = node.data] group in
      group.addTask {
        var changes = watched.changes.makeAsyncIterator()
        return .change((try? await changes.next()) ?? nil)
      }
      group.addTask {
        for await wanted in latest.updates where wanted != data { break }
        return .otherData
      }
      defer { group.cancelAll() }
      return await group.next() ?? .otherData
    }
    if case .change(let change?) = reason {
      switch change.kind {
      case .deleted: isGone(.deleted)
      case .gap(.newSession), .gap(.historyReplaced): isGone(.sessionLost)
      default: break
      }
    }
    return reason
  }

  private mutating func isGone(_ reason: Presence.Absence) {
    if node.presence.isPresent { node.standing.set(.absent(reason)) }
    next = .create
  }

  private mutating func write(
    _ data: Payload, to path: ZNodePath, _ stat: Stat
  ) async throws(ZooKeeperError) {
    do throws(ZooKeeperError) {
      try await client.set(
        path, to: data, ifVersion: stat.version, inSession: stat.ephemeralOwner)
      claim.wrote(data)
    } catch {
      // Something else has happened to it, which the next look shows.
      if error.code == .noNode || error.code == .badVersion { return }
      if error.outcome == .unknown { claim.wrote(nil) }
      throw error
    }
  }
}

extension ZooKeeperError {
  fileprivate static func taken(_ path: ZNodePath, by owner: SessionID?) -> ZooKeeperError {
    ZooKeeperError(
      .nodeExists, outcome: .notApplied, operation: .create, path: path,
      detail: owner.map { "it belongs to session \($0)" } ?? "it belongs to no session")
  }
}
