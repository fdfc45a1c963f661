import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTree

// When all is calm, nothing may be left undone and nothing forgotten.
extension Simulation {
  /// Whether everybody is served, and nothing is on its way any more.
  var isCalm: Bool {
    guard server.isUp, server.stored == server.log.count else { return false }
    return clients.allSatisfy { client in
      if client.machine.hasEnded { return true }
      guard client.machine.isLive, client.calls.isEmpty, client.machine.requestsInFlight == 0,
        client.machine.requestsWaiting == 0, let link = client.link, !link.isBroken
      else { return false }
      return link.onTheWay == 0 && link.backlog.isEmpty && link.arrivalAtServer <= now
        && link.arrivalAtClient <= now && !client.watches.values.contains(where: \.needsReread)
    }
  }

  func checkQuiet() {
    checkAcknowledged()
    for client in clients where !client.machine.hasEnded {
      let name = "client \(client.index)"
      if !client.calls.isEmpty {
        fail("\(name) waits for \(client.calls.keys.sorted()) though all is calm")
      }
      if !client.machine.isLive { fail("\(name) does not come back though all is calm") }
      if client.machine.bytesWaiting > 0 { fail("\(name) keeps bytes and has nothing to say") }
      if client.machine.watchCount != client.watches.count {
        fail("\(name) keeps \(client.machine.watchCount) watches for \(client.watches.count)")
      }
      for (_, watch) in client.watchesInOrder {
        check(watch, named: "\(name), watch \(watch.number) of \(watch.path)")
      }
      compareWatches(client)
    }
  }

  private func check(_ watch: SimulatedClient.Watch, named name: String) {
    guard watch.isArmed, watch.base.era == server.era, let tree = server.machine?.tree else {
      return fail("\(name) is of another time, and nobody said so")
    }
    let stat = tree.find(watch.path).map(tree.stat)
    switch watch.mode {
    case .data:
      if stat?.mzxid.rawValue ?? .max > watch.base.zxid { fail("\(name) missed a change") }
    case .children:
      if stat?.pzxid.rawValue ?? .max > watch.base.zxid { fail("\(name) missed a child") }
    case .existence:
      if stat != nil { fail("\(name) missed the creation") }
    case .persistent, .recursive:
      let happened = server.log.dropFirst(Int(watch.base.zxid)).flatMap(\.events)
        .filter { $0.concerns(watch.path, recursive: watch.mode == .recursive) }
      let heard = watch.heard[server.era, default: []].filter { $0.zxid > watch.base.zxid }
      if heard != happened {
        fail("\(name) heard \(heard) since \(watch.base.zxid), and there was \(happened)")
      }
    }
  }

  /// Compares every watch that the server could keep for a client with what the client wants.
  private func compareWatches(_ client: SimulatedClient) {
    guard let link = client.link, let kept = server.machine?.watches else { return }
    for path in Simulation.paths {
      let modes = Set(client.watches.values.filter { $0.isArmed && $0.path == path }.map(\.mode))
      let kinds = [.data, .children, .persistent, .persistentRecursive].filter {
        kept.has($0, link.connection, path)
      }
      if let complaint = complaint(about: Set(kinds), for: modes) {
        fail("client \(client.index) \(complaint) on \(path)")
      }
    }
  }

  /// What is wrong with the watches of one path; nil if nothing is.
  private func complaint(about kinds: Set<WatcherKind>, for modes: Set<WatchMode>) -> String? {
    let lasting = kinds.intersection([.persistent, .persistentRecursive])
    if modes.isEmpty && !kinds.isEmpty { return "wants nothing, and there is \(kinds)" }
    for mode in modes {
      // Watches of one shot may hear by one that lasts.
      let isHeard =
        switch mode {
        case .data, .existence: kinds.contains(.data) || !lasting.isEmpty
        case .children: kinds.contains(.children) || kinds.contains(.persistent)
        case .persistent: kinds.contains(.persistent)
        case .recursive: kinds.contains(.persistentRecursive)
        }
      if !isHeard { return "wants a watch of kind \(mode), and there is \(kinds)" }
    }
    // What others at the path hear by may stay for them, but it must not tell of everything
    // beneath; and only beside a lasting one may a watch of one shot be left over.
    if kinds.contains(.persistentRecursive) && !modes.contains(.recursive) {
      return "does not want to hear of everything beneath"
    }
    if lasting.isEmpty {
      let oneShot = Set(modes.map(\.isData))
      if kinds.contains(.data) && !oneShot.contains(true) { return "does not want the node" }
      if kinds.contains(.children) && !oneShot.contains(false) { return "does not want the list" }
    }
    return nil
  }

  func checkClosed() {
    for client in clients {
      let name = "client \(client.index)"
      if !client.machine.hasEnded { fail("\(name) was closed, and does not end") }
      if !client.calls.isEmpty { fail("\(name) has ended, and calls have not") }
      if !client.watches.isEmpty { fail("\(name) has ended, and watches have not") }
      if case .ended(.closed) = client.machine.state, let session = client.session,
        server.machine?.sessions.isOpen(session) == true
      {
        fail("\(name) was told that its session is closed, and it is not")
      }
    }
  }
}

extension WatchMode {
  fileprivate var isData: Bool { self == .data || self == .existence }
}
