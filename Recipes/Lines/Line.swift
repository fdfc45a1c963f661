import ZooKeeper

/// A line of nodes beneath another one: who is in front owns what the line is for.
///
/// Everybody watches only the one in front, so that nobody is woken in vain. Whoever is in front
/// for the first time since long proves first that its session is still alive, together with the
/// look at who else is there.
struct Line: Sendable {
  let client: ZooKeeperClient
  let parent: ZNodePath
  let naming: LineNaming
  let acl: AccessControl
  /// How many may own it at once who do not share it.
  var permits = 1
}

/// How somebody stands in a line, and what others read who look.
struct Claim: Sendable {
  var shares = false
  var identity: Payload
}

/// One who has entered a line.
struct Place: Sendable {
  let created: Created
  let session: SessionID
  /// When the latest write was asked for that was answered since.
  var provenAt: ContinuousClock.Instant
  /// Who is there, as far as is known.
  var names: [ZNodeName]

  var name: ZNodeName? { created.path.name }
}

// Entering.
extension Line {
  /// Creates a node at the end of the line: exactly one, whatever becomes of the answer.
  func enter(_ claim: Claim) async throws(ZooKeeperError) -> Place {
    var isPlain = false
    while true {
      let unique = naming.uniquePart(client.makeUniqueName())
      do throws(ZooKeeperError) {
        return try await create(unique, claim)
      } catch {
        switch error.code {
        case .noNode:
          try await createParent()
        case .connectionLost where error.outcome == .unknown:
          if let place = try await find(unique) { return place }
        case .sessionExpired where !client.hasEnded:
          break
        case .unimplemented where !isPlain:
          // An old server, of which the client knows now what it has to be asked for.
          isPlain = true
        default:
          if error.outcome == .unknown {
            client.deleteEventually(childrenOf: parent, namePrefix: unique)
          }
          throw error
        }
      }
    }
  }

  /// The look at the others travels with the creation, and sees what it has done.
  private func create(
    _ unique: String, _ claim: Claim
  ) async throws(ZooKeeperError) -> Place {
    let path = try parent.child(unique + naming.marker(shares: claim.shares))
    let beginning = ContinuousClock.now
    let answers = client.pipeline([
      .create(path, claim.identity, mode: .ephemeralSequential, acl: acl), .children(of: parent),
    ])
    guard case .create(var created) = try await answers[0].value else { throw .unexpected }
    do throws(ZooKeeperError) {
      guard case .children(let names, _) = try await answers[1].value else { throw .unexpected }
      if created.stat == nil { created.stat = try await client.stat(created.path) }
      guard let session = created.stat?.ephemeralOwner else { throw .noLongerThere(created.path) }
      return Place(
        created: created, session: session, provenAt: beginning, names: names)
    } catch {
      client.deleteEventually(created.path)
      throw error
    }
  }

  /// Nobody knows whether the node was created. If it was, it is found by its name, once the server
  /// has caught up with everything that was done before. One of an earlier session is on its way
  /// out, and is not ours.
  func find(_ unique: String) async throws(ZooKeeperError) -> Place? {
    do throws(ZooKeeperError) {
      try await client.sync(parent)
      let names = try await client.children(of: parent).names
      guard let name = names.first(where: { $0.text.hasPrefix(unique) }) else { return nil }
      let path = parent / name
      guard let stat = try await client.stat(path), let owner = stat.ephemeralOwner,
        owner == client.session
      else { return nil }
      let created = Created(path: path, czxid: stat.czxid, stat: stat)
      return Place(
        created: created, session: owner, provenAt: .now - client.sessionTimeout, names: names)
    } catch {
      // With the line, all who stood in it are gone.
      if error.code == .noNode { return nil }
      client.deleteEventually(childrenOf: parent, namePrefix: unique)
      throw error
    }
  }

  /// Servers delete it some time after the last one has left the line, if they are not too old.
  private func createParent() async throws(ZooKeeperError) {
    do throws(ZooKeeperError) {
      try await client.create(parent, mode: .container, acl: acl, parents: .createContainers)
    } catch {
      guard error.code == .unimplemented else { return try pass(error) }
      do throws(ZooKeeperError) {
        try await client.create(parent, acl: acl, parents: .create)
      } catch {
        try pass(error)
      }
    }
  }

  /// Whether the parent is there shows in the next attempt to enter.
  private func pass(_ error: ZooKeeperError) throws(ZooKeeperError) {
    let mayBeThere = error.code == .connectionLost && error.outcome == .unknown
    guard error.code == .nodeExists || mayBeThere else { throw error }
  }
}
