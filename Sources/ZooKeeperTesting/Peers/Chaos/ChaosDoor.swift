import ZooKeeperTransport

/// Where clients come to one of the servers behind the proxy.
final class ChaosDoor {
  private let server: SocketAddress
  private let loop: EventLoop
  private let plan: () -> ChaosPlan
  private var listener: Listener?
  private var links: [ChaosLink] = []
  private var isRefusing = false
  private var isStalled = false

  init(to server: SocketAddress, on loop: EventLoop, plan: @escaping () -> ChaosPlan) {
    self.server = server
    self.loop = loop
    self.plan = plan
  }

  /// Returns the port at which it is open now.
  func open() throws(SystemError) -> UInt16 {
    let any = SocketAddress(.loopback, port: 0)
    let listener = try Listener(at: any, handler: self, on: loop)
    self.listener = listener
    return listener.address.port
  }

  func close() {
    listener?.close()
    cut()
  }

  func cut() {
    for link in links { link.cut() }
  }

  func stall(_ isStalled: Bool) {
    self.isStalled = isStalled
    for link in links { link.stall(isStalled) }
  }

  func refuse(_ isRefusing: Bool) {
    self.isRefusing = isRefusing
  }

  func expect(_ misfortune: ChaosPlan.Misfortune) {
    for link in links where link.speaksFrames { link.expect(misfortune) }
  }

  var connectionCount: Int { links.count { $0.speaksFrames } }
}

extension ChaosDoor: ListenerHandler {
  func handler(for peer: SocketAddress) -> (any StreamHandler)? {
    if isRefusing { return nil }
    let link = ChaosLink(to: server, on: loop, plan: plan) { [weak self] ended in
      self?.links.removeAll { $0 === ended }
    }
    link.stall(isStalled)
    links.append(link)
    return link
  }

  func acceptingFailed(_ error: SystemError) {}
}
