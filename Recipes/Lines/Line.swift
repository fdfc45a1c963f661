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
}

/// One who has entered a line.
struct Place: Sendable {
  let created: Created
  let session: SessionID
  let shares: Bool
  /// When the latest write was asked for that was answered since.
  var provenAt: ContinuousClock.Instant
  /// Who is there, as far as is known.
  var names: [ZNodeName]

  var name: ZNodeName? { created.path.name }
}

// Entering.
extension Line {
  /// Creates a node at the end of the line: exactly one, whatever becomes of the answer.
  func enter(shares: Bool, _ identity: Payload) async throws(ZooKeeperError) -> Place {
    while true {
      let unique = naming.uniquePart(client.makeUniqueName())
      do throws(ZooKeeperError) {
        return try await create(unique, shares: shares, identity)
      } catch {
        switch error.code {
        case .noNode:
          try await createParent()
        case .connectionLost where error.outcome == .unknown:
          if let place = try await find(unique, shares: shares) { return place }
        case .sessionExpired where !client.hasEnded:
          break
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
    _ unique: String, shares: Bool, _ identity: Payload
  ) async throws(ZooKeeperError) -> Place {
    let path = try parent.child(unique + naming.marker(shares: shares))
    let beginning = ContinuousClock.now
    let answers = client.pipeline([
      .create(path, identity, mode: .ephemeralSequential, acl: acl), .children(of: parent),
    ])
    guard case .create(var created) = try await answers[0].value else { throw .unexpected }
    do throws(ZooKeeperError) {
      guard case .children(let names, _) = try await answers[1].value else { throw .unexpected }
      if created.stat == nil { created.stat = try await client.stat(created.path) }
      guard let session = created.stat?.ephemeralOwner else { throw .noLongerThere(created.path) }
      return Place(
        created: created, session: session, shares: shares, provenAt: beginning, names: names)
    } catch {
      client.deleteEventually(created.path)
      throw error
    }
  }

  /// Nobody knows whether the node was created. If it was, it is found by its name, once the server
  /// has caught up with everything that was done before. One of an earlier session is on its way
  /// out, and is not ours.
  private func find(_ unique: String, shares: Bool) async throws(ZooKeeperError) -> Place? {
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
        created: created, session: owner, shares: shares, provenAt: .now - client.sessionTimeout,
        names: names)
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
      switch error.code {
      case .nodeExists: return
      case .unimplemented: break
      default: throw error
      }
      do throws(ZooKeeperError) {
        try await client.create(parent, acl: acl, parents: .create)
      } catch {
        guard error.code == .nodeExists else { throw error }
      }
    }
  }
}

// Waiting.
extension Line {
  func standing(_ place: Place) -> Standing {
    guard let name = place.name else { return .missing }
    return Standing(of: name, among: place.names, naming)
  }

  /// Leaves the line, also if nobody can be told of it now.
  func leave(_ place: Place) {
    client.deleteEventually(place.created.path)
  }

  /// Waits until nobody is in the way. Whoever loses the place on the way, with the session or by
  /// somebody's hand, enters anew; whoever gives up leaves.
  func untilFirst(
    _ place: Place, _ identity: Payload
  ) async throws(ZooKeeperError) -> Lease {
    var place = place
    while true {
      do throws(ZooKeeperError) {
        if place.session != client.session {
          if client.hasEnded { throw .ended(parent) }
          place = try await enter(shares: place.shares, identity)
        }
        switch standing(place) {
        case .first:
          if age(of: place) < client.sessionTimeout / 2 {
            return try client.lease(on: place.created, provenAt: place.provenAt)
          }
        case .behind(let name, _):
          try await untilGone(parent / name)
        case .missing:
          place = try await enter(shares: place.shares, identity)
          continue
        }
        try await look(&place)
      } catch {
        if client.hasEnded || !error.mayPass {
          leave(place)
          throw error
        }
        try await untilConnected(place)
      }
    }
  }

  private func age(of place: Place) -> Duration { ContinuousClock.now - place.provenAt }

  /// Looks who is there; and proves, if that was long ago, that the own node is.
  private func look(_ place: inout Place) async throws(ZooKeeperError) {
    let beginning = ContinuousClock.now
    let mustProve = age(of: place) > client.sessionTimeout / 4
    let proof: [Step] = mustProve ? [.check(place.created.path)] : []
    let answers = client.pipeline(proof + [.children(of: parent)])
    if mustProve {
      do throws(ZooKeeperError) {
        _ = try await answers[0].value
        place.provenAt = beginning
      } catch {
        guard error.code == .noNode else { throw error }
      }
    }
    do throws(ZooKeeperError) {
      guard case .children(let names, _) = try await answers[answers.count - 1].value else {
        throw .unexpected
      }
      place.names = names
    } catch {
      // With the line, all who stood in it are gone.
      guard error.code == .noNode else { throw error }
      place.names = []
    }
  }

  /// Reads the one in front rather than asks whether it exists: that leaves no watch behind where
  /// nobody is.
  private func untilGone(_ path: ZNodePath) async throws(ZooKeeperError) {
    do throws(ZooKeeperError) {
      let watched = try await client.getAndWatch(path)
      var changes = watched.changes.makeAsyncIterator()
      if try await changes.next() == nil, Task.isCancelled { throw .cancelled(path) }
    } catch {
      guard error.code == .noNode else { throw error }
    }
  }

  private func untilConnected(_ place: Place) async throws(ZooKeeperError) {
    do throws(ZooKeeperError) {
      try await client.untilConnected()
    } catch {
      leave(place)
      throw error
    }
  }
}
