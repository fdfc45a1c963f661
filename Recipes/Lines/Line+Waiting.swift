import ZooKeeper

// Getting to the front.
extension Line {
  func standing(_ place: Place) -> Standing {
    guard let name = place.name else { return .missing }
    return Standing(of: name, among: place.names, naming, permits: permits)
  }

  /// Leaves the line, also if nobody can be told of it now.
  func leave(_ place: Place) {
    client.deleteEventually(place.created.path)
  }

  /// Waits until nobody is in the way. Whoever loses the place on the way, with the session or by
  /// somebody's hand, enters anew; whoever gives up leaves.
  ///
  /// - Parameters:
  ///   - place: nil if there is none yet.
  ///   - onWait: is told how many are in the way, whenever that is known to have changed.
  func untilFirst(
    _ place: Place?, _ claim: Claim, _ onWait: (@Sendable (_ ahead: Int) -> Void)?
  ) async throws(ZooKeeperError) -> Lease {
    var place = place
    var told: Int?
    while true {
      do throws(ZooKeeperError) {
        // With its session, a place is lost.
        if place?.session != client.session { place = nil }
        if place == nil, client.hasEnded { throw .ended(parent) }
        var present = if let place { place } else { try await enter(claim) }
        place = present
        switch standing(present) {
        case .first:
          if let lease = try await take(present, claim) { return lease }
          try await look(&present)
        case .behind(let name, let ahead):
          if told != ahead { onWait?(ahead) }
          told = ahead
          try await untilNearer(&present, behind: name, ahead)
        case .missing:
          place = nil
          continue
        }
        place = present
      } catch {
        if client.hasEnded || !error.mayPass {
          if let place { leave(place) }
          throw error
        }
        try await untilAskable(place, after: error)
      }
    }
  }

  /// Makes the place in front a lease. Nil if it has been proven too long ago, or is not there.
  func take(_ place: Place, _ claim: Claim) async throws(ZooKeeperError) -> Lease? {
    if permits > 1, isFollowed(place) {
      // Somebody may have seen this one wait, and watches it: it hears that this one does not any
      // more. Which is a proof as well, since it is a write.
      let beginning = ContinuousClock.now
      let path = place.created.path
      let stat = try await unlessGone(try await client.set(path, to: claim.identity))
      if stat == nil { return nil }
      return try client.lease(on: place.created, provenAt: beginning)
    }
    guard age(of: place) < client.sessionTimeout / 2 else { return nil }
    return try client.lease(on: place.created, provenAt: place.provenAt)
  }

  /// Whether somebody stands behind.
  private func isFollowed(_ place: Place) -> Bool {
    guard let own = place.name.flatMap({ Stander($0, naming) }) else { return false }
    return place.names.contains { Stander($0, naming).map(own.precedes) ?? false }
  }

  private func age(of place: Place) -> Duration { ContinuousClock.now - place.provenAt }

  /// Looks who is there; and proves, if that was long ago, that the own node is.
  func look(_ place: inout Place) async throws(ZooKeeperError) {
    let beginning = ContinuousClock.now
    let mustProve = age(of: place) > client.sessionTimeout / 4
    let proof: [Step] = mustProve ? [.check(place.created.path)] : []
    let answers = client.pipeline(proof + [.children(of: parent)])
    if mustProve, try await unlessGone(try await answers[0].value) != nil {
      place.provenAt = beginning
    }
    // With the line, all who stood in it are gone.
    let list = try await unlessGone(try await answers[answers.count - 1].value)
    guard case .children(let names, _)? = list else {
      place.names = []
      return
    }
    place.names = names
  }

  private func untilAskable(
    _ place: Place?, after failure: ZooKeeperError
  ) async throws(ZooKeeperError) {
    do throws(ZooKeeperError) {
      try await client.untilAskable(after: failure)
    } catch {
      if let place { leave(place) }
      throw error
    }
  }
}

// Waiting for those in front.
extension Line {
  /// Waits until something has changed in front, and looks.
  ///
  /// Where there are several permits, they are not given back in the order in which they were
  /// given out. So the first of those who wait watches all who stand there, and everybody else the
  /// one in front, who tells when it does not wait any more: see `take`. Those of other libraries
  /// do not tell, so that whoever stands behind them watches all, too.
  private func untilNearer(
    _ place: inout Place, behind name: ZNodeName, _ ahead: Int
  ) async throws(ZooKeeperError) {
    let watchesAll = permits > 1 && (ahead == 1 || !naming.tells(name))
    if watchesAll { return try await untilSomebodyLeaves(&place) }
    if try await stillWaits(parent / name) {
      try await look(&place)
    } else {
      try await untilSomebodyLeaves(&place)
    }
  }

  /// Waits until the node is changed or gone; false, at once, if it was changed before, which says
  /// that its owner had what it waited for.
  ///
  /// Reads the one in front rather than asks whether it exists: that leaves no watch behind where
  /// nobody is.
  private func stillWaits(_ path: ZNodePath) async throws(ZooKeeperError) -> Bool {
    guard let watched = try await unlessGone(try await client.getAndWatch(path)) else {
      return true
    }
    if permits > 1, watched.value.stat.version.rawValue > 0 { return false }
    try await next(watched.changes, at: path)
    return true
  }

  private func untilSomebodyLeaves(_ place: inout Place) async throws(ZooKeeperError) {
    let before = standing(place)
    guard let watched = try await unlessGone(try await client.childrenAndWatch(of: parent))
    else {
      place.names = []
      return
    }
    place.names = watched.value.names
    if standing(place) == before { try await next(watched.changes, at: parent) }
  }

  private func next(_ changes: WatchStream, at path: ZNodePath) async throws(ZooKeeperError) {
    var changes = changes.makeAsyncIterator()
    if try await changes.next() == nil, Task.isCancelled { throw .cancelled(path) }
  }
}
