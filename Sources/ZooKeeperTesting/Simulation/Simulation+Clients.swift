import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTree
import ZooKeeperWire

// What the machines of clients want done.
extension Simulation {
  func newClient(_ index: Int, resuming: SessionIdentity? = nil) -> SimulatedClient {
    let client = SimulatedClient(
      index: index,
      SessionConfiguration(
        servers: Simulation.addresses, timeout: .milliseconds(weather.sessionMilliseconds),
        shufflesServers: weather.shufflesServers, inFlightMax: weather.inFlightMax,
        outboxBytesMax: weather.outboxBytesMax, resumed: resuming),
      random: RandomSource(seed: random.next()))
    client.machine.start(at: now)
    return client
  }

  func settle(_ client: SimulatedClient) {
    while violation == nil, let effect = client.machine.nextEffect() { perform(effect, client) }
    transmit(client)
    check(&client.machine, of: client)
  }

  // A machine that lies in a class is copied for every question, unless it is lent out for all.
  private func check(_ machine: inout SessionMachine, of client: SimulatedClient) {
    client.wake = machine.nextDeadline
    if machine.requestsInFlight > weather.inFlightMax + client.watches.count {
      fail("client \(client.index) has \(machine.requestsInFlight) requests on the way")
    }
    // What comes back from a broken connection was let in before; a request finds room alone.
    let largest = 1000
    let comingBack = 1 + min(weather.inFlightMax, client.calls.count)
    if machine.bytesWaiting > weather.outboxBytesMax + largest * comingBack {
      fail("client \(client.index) keeps \(machine.bytesWaiting) bytes waiting")
    }
  }

  private func transmit(_ client: SimulatedClient) {
    guard let link = client.link, link.isOpenAtClient, !client.isLeaving else { return }
    while link.backlog.isEmpty, client.machine.hasSomethingToSend {
      var buffer = WireBuffer()
      client.machine.transmit(into: &buffer, atMost: weather.transmitBytes, at: now)
      if buffer.count == 0 { return fail("client \(client.index) has nothing to send after all") }
      push(buffer.bytes.copied(), through: link)
    }
  }

  private func perform(_ effect: Effect, _ client: SimulatedClient) {
    switch effect {
    case .resolve:
      client.attempt += 1
      later(0...20, .resolved(client: client.index, attempt: client.attempt))
    case .connect(let server, _): connect(client, to: server)
    case .disconnect: drop(client)
    case .probe: fail("client \(client.index) looks for a server that can write")
    case .inquire(let question): later(weather.delay, .asked(client, question))
    case .fail(let ticket, let failure): failed(ticket, failure, client)
    case .notify(let id, let notice): heard(notice, by: id, client)
    case .gap(let id, _): missed(id, client)
    case .dropWatch: fail("client \(client.index) could not keep a watch")
    case .watchEnded(let id): client.watches[id] = nil
    case .renewed(let session, let end): lost(session, end, client)
    case .changed(let state): entered(state, client)
    case .report: break
    }
  }

  private func drop(_ client: SimulatedClient) {
    client.isLeaving = true
    if let link = client.link {
      link.isOpenAtClient = false
      if !random.chance(weather.halfOpen) {
        queue.add(.endToServer(link), at: link.arrivalAtServer)
      }
    }
    later(0...2, .dropped(client: client.index, attempt: client.attempt))
  }

  private func lost(_ session: SessionID?, _ end: SessionEnd, _ client: SimulatedClient) {
    figures.sessionsLost += 1
    client.session = nil
    if end == .serversBehind {
      figures.sessionsAhead += 1
      client.hasForgotten = true
      if server.era == client.era {
        fail("client \(client.index) takes the servers for behind, and they have lost nothing")
      }
    }
    if end == .expiredUnheard { figures.sessionsGivenUp += 1 }
    guard let session else { return }
    let livesOn = server.machine?.sessions.isOpen(session) ?? false
    switch end {
    case .expired where livesOn: fail("session \(session) is said to be gone, and lives on")
    case .expiredUnheard where livesOn: figures.sessionsGivenUpAlive += 1
    case .replaced: fail("session \(session) was replaced")
    default: break
    }
  }

  private func entered(_ state: SessionState, _ client: SimulatedClient) {
    guard case .connected(let session) = state else { return }
    client.era = server.era
    if client.session == session { return }
    client.session = session
    client.seen = .zero
    client.seenOfNodes = [:]
  }
}

// What listeners hear.
extension Simulation {
  private func heard(_ notice: WatchNotice, by id: WatchID, _ client: SimulatedClient) {
    figures.events += 1
    guard let watch = client.watches[id], watch.isArmed else {
      return fail("client \(client.index) hears of \(notice.path) and never asked")
    }
    let event = NodeEvent(
      zxid: notice.zxid?.rawValue ?? 0, kind: notice.kind, path: notice.path.text)
    if notice.zxid != nil, server.transaction(event.zxid)?.events.contains(event) != true {
      fail("client \(client.index) hears of what never happened: \(event)")
    }
    if watch.mode.isOneShot {
      if notice.zxid == nil, !client.hasForgotten,
        hasChangedNothing(since: watch.base, at: watch.path)
      {
        fail("client \(client.index) catches up with what never happened: \(event)")
      }
      client.watches[id] = nil
      if !isQuiet, random.chance(60) { listen(client, watch.path, watch.mode) }
    } else if notice.zxid != nil {
      // Without a number it is what a watch of one shot catches up with after a gap.
      client.watches[id]?.heard[server.era, default: []].append(event)
    }
  }

  private func hasChangedNothing(since base: HistoryPoint, at path: String) -> Bool {
    guard base.era == server.era else { return false }
    return !server.log.dropFirst(Int(base.zxid)).contains { transaction in
      transaction.events.contains { $0.path == path }
    }
  }

  private func missed(_ id: WatchID, _ client: SimulatedClient) {
    figures.gaps += 1
    guard client.watches[id] != nil else {
      return fail("client \(client.index) hears of a gap and never listened")
    }
    client.watches[id]?.needsReread = true
    reread(id, client)
  }

  /// Looks at a node again after a gap; later, if there is no room now.
  func reread(_ id: WatchID, _ client: SimulatedClient) {
    guard let watch = client.watches[id], watch.needsReread else { return }
    let call = SimulatedClient.Call(
      request: .exists(ReadRequest(path: watch.path, watch: false)), path: watch.path,
      isWrite: false, rereads: id, known: client.known)
    if submit(call, client) { client.watches[id]?.needsReread = false }
  }
}
