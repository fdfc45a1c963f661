import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTree
import ZooKeeperWire

// What becomes of calls, and whether it can be true.
extension Simulation {
  private func end(_ ticket: UInt64, _ client: SimulatedClient) -> SimulatedClient.Call? {
    guard let call = client.calls.removeValue(forKey: ticket) else {
      fail("call \(ticket) ends twice, or never began")
      return nil
    }
    if let deadline = call.deadline, now > deadline {
      fail("call \(ticket) outlives its deadline by \(now.nanoseconds - deadline.nanoseconds) ns")
    }
    return call
  }

  func failed(_ ticket: Ticket, _ failure: CallFailure, _ client: SimulatedClient) {
    let ticket = ticket.rawValue
    guard let call = end(ticket, client) else { return }
    if failure.mayHaveHappened {
      figures.unknown += 1
      if applied[ticket] != nil { figures.unknownApplied += 1 }
      if !call.isWrite { fail("call \(ticket) changes nothing, and may have happened") }
    } else {
      figures.notApplied += 1
      exclude(ticket, call)
    }
    if let id = call.watch, client.watches[id] != nil { unwatch(id, client) }
    if let id = call.rereads { client.watches[id]?.needsReread = true }
  }

  private func exclude(_ ticket: UInt64, _ call: SimulatedClient.Call) {
    guard call.isMarked else { return }
    excluded.insert(ticket)
    if applied[ticket] != nil { fail("call \(ticket) failed, and happened") }
  }

  func judge(
    _ ticket: Ticket, _ header: ReplyHeader, _ frame: [UInt8], _ client: SimulatedClient,
    _ link: SimulatedLink
  ) {
    let ticket = ticket.rawValue
    guard let call = end(ticket, client) else { return }
    figures.answered += 1
    if case .auth(let body) = call.request {
      let expected = body.scheme == "digest" ? ErrorCode.ok : .authFailed
      if header.error != expected { fail("call \(ticket) is answered for another credential") }
      return
    }
    guard let looked = server.evaluation(of: header.xid, on: link.connection) else {
      return fail("call \(ticket) is answered, and was never asked")
    }
    if header.zxid < client.seen { fail("call \(ticket) shows session \(client.index) the past") }
    client.seen = max(client.seen, header.zxid)
    if looked < call.known { fail("call \(ticket) does not see what its caller has written") }
    let reply: Reply?
    do throws(WireError) {
      var reader = JuteReader(frame.span.raw)
      _ = try ReplyHeader(from: &reader)
      // A lasting watch may have been asked for in another way, whose reply is a header alone.
      let isHeaderAlone = call.request.operation == .addWatch && reader.remaining == 0
      reply =
        header.error == .ok && !isHeaderAlone
        ? try Reply(to: call.request.operation, from: &reader) : nil
      if reader.remaining > 0 { fail("call \(ticket) is answered with too much") }
    } catch {
      return fail("call \(ticket) has a reply that is none: \(error)")
    }
    if call.isWrite {
      judgeWrite(ticket, call, header, reply, client)
    } else if let reply {
      judgeRead(ticket, call, reply, client)
    }
    settleWatch(of: call, header, at: looked, client)
  }

  private func judgeWrite(
    _ ticket: UInt64, _ call: SimulatedClient.Call, _ header: ReplyHeader, _ reply: Reply?,
    _ client: SimulatedClient
  ) {
    let zxid = header.zxid.rawValue
    guard zxid <= server.stored, let transaction = server.transaction(zxid),
      transaction.session == client.machine.sessionID, transaction.cxid == header.xid.rawValue
    else { return fail("call \(ticket) is answered by another change") }
    client.known = HistoryPoint(era: server.era, zxid: zxid)
    var hasHappened = header.error == .ok
    if case .multi(let body)? = reply {
      for case .error in body.results { hasHappened = false }
    }
    if case .created(let created)? = reply, !created.path.hasPrefix(call.path) {
      fail("call \(ticket) created \(created.path) in place of \(call.path)")
    }
    guard call.isMarked else {
      let isDelete = transaction.change == .delete(path: call.path)
      if hasHappened != isDelete { fail("call \(ticket) is answered by another change") }
      return
    }
    guard hasHappened else { return exclude(ticket, call) }
    guard transaction.tickets.contains(ticket) else {
      return fail("call \(ticket) is acknowledged, and did not happen")
    }
    acknowledged[ticket] = zxid
  }

  private func judgeRead(
    _ ticket: UInt64, _ call: SimulatedClient.Call, _ reply: Reply, _ client: SimulatedClient
  ) {
    switch reply {
    case .data(let body):
      if Mark.path(in: body.data) != call.path { fail("call \(ticket) read another node") }
      judgeStat(ticket, call, body.stat, client)
    case .stat(let stat): judgeStat(ticket, call, stat, client)
    case .childrenWithStat(let body):
      let initial = call.path.dropFirst().first
      for name in body.children ?? [] where name.first != initial {
        fail("call \(ticket) lists \(name) under \(call.path)")
      }
    case .verdict: break
    default: fail("call \(ticket) has the reply of another operation")
    }
  }

  private func judgeStat(
    _ ticket: UInt64, _ call: SimulatedClient.Call, _ stat: Stat, _ client: SimulatedClient
  ) {
    let zxid = stat.mzxid.rawValue
    let names = server.transaction(zxid)?.events.map(\.path) ?? []
    if !names.contains(call.path) { fail("call \(ticket) shows a node that no change left so") }
    let point = HistoryPoint(era: server.era, zxid: zxid)
    if let seen = client.seenOfNodes[call.path], point < seen {
      fail("call \(ticket) shows \(call.path) as it was before")
    }
    client.seenOfNodes[call.path] = point
  }

  private func settleWatch(
    of call: SimulatedClient.Call, _ header: ReplyHeader, at looked: HistoryPoint,
    _ client: SimulatedClient
  ) {
    if let id = call.rereads, let watch = client.watches[id] {
      client.watches[id]?.base = max(watch.base, looked)
    }
    guard let id = call.watch, let watch = client.watches[id] else { return }
    switch (header.error, watch.mode) {
    case (.ok, .existence): client.watches[id]?.mode = .data
    case (.ok, _), (.noNode, .existence): break
    default: return unwatch(id, client)
    }
    client.watches[id]?.isArmed = true
    client.watches[id]?.base = looked
  }
}
