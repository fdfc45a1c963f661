import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTree
import ZooKeeperWire

// Connections, and what they carry.
extension Simulation {
  func resolved(_ client: SimulatedClient, _ attempt: Int) {
    guard client.attempt == attempt else { return }
    if random.chance(isQuiet ? 0 : 5) {
      client.machine.resolutionFailed("no such host", at: now)
    } else {
      client.machine.resolved(addressCount: random.number(1...2), at: now)
    }
    settle(client)
  }

  func connect(_ client: SimulatedClient, to server: ServerAddress) {
    client.attempt += 1
    let place = Simulation.addresses.firstIndex(of: server) ?? 0
    if outages[place] > now || !self.server.isUp {
      // Some are refused, and some hear nothing at all.
      guard random.chance(70) else { return }
      return later(weather.delay, .refused(client: client.index, attempt: client.attempt))
    }
    let link = SimulatedLink(number: links.count, client: client.index)
    links.append(link)
    figures.connections += 1
    later(weather.delay, .connected(link, attempt: client.attempt))
  }

  func refused(_ client: SimulatedClient, _ attempt: Int) {
    guard client.attempt == attempt, !client.isLeaving else { return }
    client.machine.disconnected(.failed("refused"), acceptedBytes: 0, at: now)
    settle(client)
  }

  func connected(_ link: SimulatedLink, _ attempt: Int) {
    let client = clients[link.client]
    guard client.attempt == attempt, !client.isLeaving else { return }
    guard server.isUp else { return refused(client, attempt) }
    link.isOpenAtClient = true
    link.isOpenAtServer = true
    client.link = link
    serve(.opened(link.connection, address: "127.0.0.1"))
    client.machine.connected(at: now)
    settle(client)
  }

  /// Takes bytes from a client, and passes on what fits into the window.
  func push(_ bytes: [UInt8], through link: SimulatedLink) {
    link.backlog += bytes
    pump(link)
  }

  private func pump(_ link: SimulatedLink) {
    while link.isOpenAtClient, !link.backlog.isEmpty, link.onTheWay < weather.windowBytes {
      let room = min(weather.windowBytes - link.onTheWay, link.backlog.count)
      let piece = Array(link.backlog.prefix(random.number(1...min(room, weather.pieceBytes))))
      link.backlog.removeFirst(piece.count)
      link.accepted += piece.count
      link.onTheWay += piece.count
      link.arrivalAtServer = max(link.arrivalAtServer, now + delay())
      queue.add(.bytesToServer(link, piece), at: link.arrivalAtServer)
    }
  }

  private func delay() -> Duration { .milliseconds(random.number(weather.delay)) }

  func arriveAtServer(_ link: SimulatedLink, _ piece: [UInt8]) {
    if link.isBroken { return }
    link.onTheWay -= piece.count
    if link.isOpenAtServer { hear(piece, on: link) }
    let client = clients[link.client]
    guard client.link === link, !client.isLeaving else { return }
    pump(link)
    if link.backlog.isEmpty { settle(client) }
  }

  private func hear(_ piece: [UInt8], on link: SimulatedLink) {
    do throws(WireError) {
      for frame in try SimulatedLink.frames(of: piece, by: &link.serverFrames) {
        var reader = JuteReader(frame.span.raw)
        if link.hasGreeted {
          let header = try RequestHeader(from: &reader)
          let request = try Request(header.operation, from: &reader)
          server.note(header, on: link.connection)
          serve(.request(link.connection, header, request))
        } else {
          link.hasGreeted = true
          if server.leaderComes > now { return say(.close, on: link) }
          serve(.greeting(link.connection, try ConnectRequest(from: &reader)))
        }
      }
    } catch {
      fail("the server cannot read what client \(link.client) sends: \(error)")
    }
  }

  func arriveAtClient(_ link: SimulatedLink, _ piece: [UInt8]) {
    let client = clients[link.client]
    if link.isBroken || client.link !== link || client.isLeaving { return }
    do throws(WireError) {
      for frame in try SimulatedLink.frames(of: piece, by: &link.clientFrames) {
        if client.isLeaving || violation != nil { return }
        let verdict = client.machine.received(
          frame.span.raw, announcedBytes: frame.count, at: now)
        if case .reply(let ticket, let header) = verdict {
          judge(ticket, header, frame, client, link)
        }
        settle(client)
      }
    } catch {
      fail("client \(link.client) is sent what is no frame: \(error)")
    }
  }

  func endAtServer(_ link: SimulatedLink) {
    guard link.isOpenAtServer else { return }
    link.isOpenAtServer = false
    serve(.closed(link.connection))
  }

  func endAtClient(_ link: SimulatedLink) {
    let client = clients[link.client]
    guard client.link === link, !client.isLeaving else { return }
    link.isOpenAtClient = false
    client.link = nil
    client.machine.disconnected(
      random.chance(50) ? .closedByServer : .failed("reset"), acceptedBytes: link.accepted,
      at: now)
    settle(client)
  }

  /// The client's own end of a connection.
  func dropped(_ client: SimulatedClient, _ attempt: Int) {
    guard client.attempt == attempt, client.isLeaving else { return }
    client.isLeaving = false
    let accepted = client.link?.accepted ?? 0
    client.link = nil
    client.machine.disconnected(.closedHere, acceptedBytes: accepted, at: now)
    settle(client)
  }
}

// The server.
extension Simulation {
  /// Says how far the data reaches, as the word `srvr` does.
  func asked(_ question: ZxidQuestion, by client: SimulatedClient) {
    let place = Simulation.addresses.firstIndex(of: question.server) ?? 0
    guard outages[place] <= now, let machine = server.machine else {
      // Some are refused, and some hear nothing at all.
      guard random.chance(70) else { return }
      return later(weather.delay, .answered(client, question, .nothing))
    }
    let answer: ZxidAnswer =
      server.leaderComes > now ? .notServing : .serves(upTo: machine.tree.lastZxid)
    later(weather.delay, .answered(client, question, answer))
  }

  func serve(_ input: ServerInput) {
    guard server.isUp else { return }
    let wall = Timestamp(millisecondsSinceEpoch: now.nanoseconds / 1_000_000)
    server.machine?.step(input, at: Moment(monotonic: now, wall: wall))
    collect()
  }

  func collect() {
    guard server.isUp, let output = server.machine?.drain() else { return }
    server.noteWake()
    for transaction in output.log { note(transaction) }
    server.append(output.log)
    for (connection, message) in output.messages { say(message, on: links[connection.place]) }
    if !server.isSyncing, server.log.count > server.stored {
      server.isSyncing = true
      later(weather.syncDelay, .synced(start: server.starts, count: server.log.count))
    }
  }

  private func note(_ transaction: Transaction) {
    for ticket in transaction.tickets {
      let count = (applied[ticket]?.count ?? 0) + 1
      applied[ticket] = (count, HistoryPoint(era: server.era, zxid: transaction.zxid.rawValue))
      if count > 1 { fail("call \(ticket) happened twice") }
      if excluded.contains(ticket) { fail("call \(ticket) happened though it failed") }
    }
  }

  private func say(_ message: Outgoing, on link: SimulatedLink) {
    guard link.isOpenAtServer else { return }
    if case .close = message {
      link.isOpenAtServer = false
      serve(.closed(link.connection))
      link.arrivalAtClient = max(link.arrivalAtClient, now + delay())
      return queue.add(.endToClient(link), at: link.arrivalAtClient)
    }
    var writer = JuteWriter()
    writer.frame { message.encode(to: &$0) }
    var rest = writer.bytes.copied()[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(random.number(1...weather.pieceBytes)))
      rest = rest.dropFirst(piece.count)
      link.arrivalAtClient = max(link.arrivalAtClient, now + delay())
      queue.add(.bytesToClient(link, piece), at: link.arrivalAtClient)
    }
  }
}

// Misfortune.
extension Simulation {
  func doMischief() {
    switch random.number(0...9) {
    case 0...4: breakSomeLink()
    case 5: stallSomeLink()
    case 6: outages[random.number(0...2)] = now + .milliseconds(random.number(100...8000))
    case 7 where weather.canRestart: restart(wiping: weather.canWipe && random.chance(30))
    case 8:
      if let session = random.pick(clients).session { serve(.expired(session)) }
    case 9 where weather.canLoseLeader: loseLeader()
    default: break
    }
  }

  private func openLinks() -> [SimulatedLink] { links.suffix(8).filter { !$0.isBroken } }

  private func breakSomeLink() {
    let open = openLinks()
    if !open.isEmpty { sever(random.pick(open)) }
  }

  /// Cuts a connection somewhere in its bytes. Its ends hear of it sooner, later or never.
  func sever(_ link: SimulatedLink) {
    link.isBroken = true
    if !random.chance(weather.halfOpen) { later(weather.delay, .endToClient(link)) }
    if !random.chance(weather.halfOpen) { later(weather.delay, .endToServer(link)) }
  }

  private func stallSomeLink() {
    let open = openLinks()
    if open.isEmpty { return }
    let link = random.pick(open)
    let end = now + .milliseconds(random.number(100...8000))
    if random.chance(70) { link.arrivalAtServer = max(link.arrivalAtServer, end) }
    if random.chance(70) { link.arrivalAtClient = max(link.arrivalAtClient, end) }
  }

  private func restart(wiping: Bool) {
    guard server.isUp else { return }
    figures.restarts += 1
    server.crash(keeping: random.number(0...3))
    for client in clients {
      client.watches = client.watches.mapValues { watch in
        var watch = watch
        watch.base = server.survived(watch.base)
        return watch
      }
    }
    checkAcknowledged()
    if wiping {
      figures.wipes += 1
      server.wipe()
      acknowledged = [:]
    }
    // What a server said before it forgot everything could not be told from what it says after.
    for link in links where link.isOpenAtServer || (wiping && !link.isBroken) {
      link.isOpenAtServer = false
      sever(link)
    }
    later(100...8000, .serverStarts)
  }

  private func loseLeader() {
    figures.leadersLost += 1
    server.leaderComes = now + .milliseconds(random.number(100...20_000))
    for link in links where link.isOpenAtServer { say(.close, on: link) }
  }

  /// From here on nothing goes wrong any more.
  func mend() {
    server.leaderComes = now
    for place in outages.indices { outages[place] = now }
    weather.clear()
  }

  func checkAcknowledged() {
    for (ticket, zxid) in acknowledged.sorted(by: { $0.key < $1.key }) {
      guard server.transaction(zxid)?.tickets.contains(ticket) == true else {
        return fail("call \(ticket) was acknowledged and is gone")
      }
    }
  }
}
