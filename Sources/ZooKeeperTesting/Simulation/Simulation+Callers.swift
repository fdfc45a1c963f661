import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

// What callers do.
extension Simulation {
  private static let roots = ["/a", "/b", "/c"]

  /// Every node there ever is, but those with a number at their end.
  static let paths =
    roots
    + roots.flatMap { root in
      (0..<4).map { "\(root)/\(root.dropFirst())\($0)" }
    }

  func act(_ client: SimulatedClient) {
    for (id, _) in client.watchesInOrder { reread(id, client) }
    if isQuiet { return settle(client) }
    if client.machine.hasEnded { return replace(client, by: nil) }
    for _ in 0..<random.number(1...4) {
      switch random.number(0...99) {
      case 0...49: write(client)
      case 50...69: read(client)
      case 70...84: listen(client, random.pick(Simulation.paths), random.pick(WatchMode.allCases))
      case 85...90: leaveSomeWatch(client)
      case 91...95: abandonSomeCall(client)
      case 96 where random.chance(30): close(client)
      case 97 where random.chance(30): handOver(client)
      case 98: changeServers(client)
      case 99: showCredential(client)
      default: break
      }
    }
    settle(client)
  }

  private func write(_ client: SimulatedClient) {
    let path = random.pick(Simulation.paths)
    let data = Mark.data(lastTicket + 1, path)
    let isEphemeral = path.utf8.count > 2 && random.chance(30)
    let acl = AccessControl.open.entries
    let request: Request
    switch random.number(0...9) {
    case 0...3:
      request = .create2(
        CreateRequest(
          path: path, data: data, acl: acl, flags: isEphemeral ? .ephemeral : .persistent))
    case 4 where path.utf8.count > 2:
      request = .create2(
        CreateRequest(path: path + "-", data: data, acl: acl, flags: .persistentSequential))
    case 5:
      request = .multi(
        MultiRequest(operations: [
          .check(VersionedRequest(path: random.pick(Simulation.roots), version: .any)),
          .setData(SetDataRequest(path: path, data: data, version: .any)),
        ]))
    case 6...7: request = .delete(VersionedRequest(path: path, version: .any))
    default: request = .setData(SetDataRequest(path: path, data: data, version: .any))
    }
    var call = SimulatedClient.Call(
      request: request, path: path, isWrite: true, known: client.known)
    if case .delete = request {} else { call.isMarked = true }
    call.deadline = someDeadline()
    submit(call, client, isBound: isEphemeral)
  }

  private func read(_ client: SimulatedClient) {
    let path = random.pick(Simulation.paths)
    let body = ReadRequest(path: path, watch: false)
    let request = random.pick([.getData(body), .exists(body), .getChildren2(body)] as [Request])
    var call = SimulatedClient.Call(
      request: request, path: path, isWrite: false, known: client.known)
    call.deadline = someDeadline()
    submit(call, client)
  }

  private func someDeadline() -> MonotonicInstant? {
    random.chance(40) ? now + .milliseconds(random.number(0...5000)) : nil
  }

  func listen(_ client: SimulatedClient, _ path: String, _ mode: WatchMode) {
    guard client.watches.count < 30, let valid = try? ZNodePath(validating: path) else { return }
    let read = ReadRequest(path: path, watch: true)
    let request: Request =
      switch mode {
      case .data: .getData(read)
      case .existence: .exists(read)
      case .children: .getChildren2(read)
      case .persistent: .addWatch(AddWatchRequest(path: path, mode: .persistent))
      case .recursive: .addWatch(AddWatchRequest(path: path, mode: .persistentRecursive))
      }
    let id = client.machine.watch(valid, mode)
    client.addWatch(id, path, mode)
    let call = SimulatedClient.Call(
      request: request, path: path, isWrite: false, watch: id, deadline: someDeadline(),
      known: client.known)
    if !submit(call, client) { unwatch(id, client) }
  }

  private func leaveSomeWatch(_ client: SimulatedClient) {
    let watches = client.watchesInOrder
    if !watches.isEmpty { unwatch(random.pick(watches).id, client) }
  }

  func unwatch(_ id: WatchID, _ client: SimulatedClient) {
    client.machine.unwatch(id)
    client.watches[id] = nil
  }

  private func abandonSomeCall(_ client: SimulatedClient) {
    // What reads again after a gap has nobody who could lose patience.
    let tickets = client.calls.filter { $0.value.rereads == nil }.keys.sorted()
    if tickets.isEmpty { return }
    let ticket = random.pick(tickets)
    client.machine.abandon(because: .cancelled) { $0.rawValue == ticket }
  }

  private func changeServers(_ client: SimulatedClient) {
    let few = Simulation.addresses.filter { _ in random.chance(60) }
    client.machine.updateServers(few.isEmpty ? Simulation.addresses : few)
  }

  /// Says who it is; sometimes in a way that no server knows, and then it is hung up on.
  private func showCredential(_ client: SimulatedClient) {
    lastTicket += 1
    let scheme = random.chance(20) ? "unheard-of" : "digest"
    let credential = Credential(scheme: scheme, secret: Secret("user:\(lastTicket)"))
    do throws(CallFailure) {
      try client.machine.addCredential(credential, for: Ticket(rawValue: lastTicket))
      figures.calls += 1
      client.calls[lastTicket] = SimulatedClient.Call(
        request: .auth(AuthRequest(scheme: scheme, credential: nil)), path: "/", isWrite: false,
        known: client.known)
    } catch {
      if error.mayHaveHappened { fail("call \(lastTicket) was refused, and may have happened") }
    }
  }

  func close(_ client: SimulatedClient) {
    client.machine.close(within: .milliseconds(random.number(0...20_000)), at: now)
    settle(client)
  }

  /// Leaves the session to another client.
  private func handOver(_ client: SimulatedClient) {
    guard let identity = client.machine.identity, client.machine.isLive else { return }
    client.machine.detach(at: now)
    settle(client)
    if client.isLeaving, random.chance(50) { dropped(client, client.attempt) }
    if client.machine.hasEnded { replace(client, by: identity) }
  }

  private func replace(_ client: SimulatedClient, by identity: SessionIdentity?) {
    guard !client.isLeaving else { return }
    if !client.calls.isEmpty { fail("client \(client.index) ended, and calls did not") }
    if !client.watches.isEmpty { fail("client \(client.index) ended, and watches did not") }
    let next = newClient(client.index, resuming: identity)
    // An older connection's news must not be taken for the new one's.
    next.attempt = client.attempt
    next.era = client.era
    clients[client.index] = next
    settle(next)
  }

  /// Hands a call to a machine; tells whether it was taken.
  @discardableResult
  func submit(
    _ call: SimulatedClient.Call, _ client: SimulatedClient, isBound: Bool = false
  ) -> Bool {
    lastTicket += 1
    let ticket = lastTicket
    var writer = JuteWriter()
    call.request.encode(to: &writer)
    let outgoing = OutgoingRequest(
      call.request.operation, lossRule: call.isWrite ? .giveUp : .askAgain,
      isBoundToSession: isBound, deadline: call.deadline, watch: call.watch)
    do throws(CallFailure) {
      try client.machine.submit(outgoing, body: writer.bytes, for: Ticket(rawValue: ticket))
      client.calls[ticket] = call
      figures.calls += 1
      return true
    } catch {
      if call.isMarked { excluded.insert(ticket) }
      if error.mayHaveHappened { fail("call \(ticket) was refused, and may have happened") }
      return false
    }
  }
}
