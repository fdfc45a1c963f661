internal import Glibc

/// A place where peers can ask for connections.
package final class Listener {
  /// Where it is; if port 0 was asked for, the port that the system chose.
  package let address: SocketAddress

  private let loop: EventLoop
  private var handler: (any ListenerHandler)?
  private var socket: Socket
  private var id: ChannelID?
  private var interest: Interest = []
  private var isPaused = false
  private var rest: TimerToken?
  private var hasReportedFailure = false

  /// Begins to listen. Its loop keeps it until it is closed. `backlog` is how many may wait to be
  /// accepted.
  package init(
    at wanted: SocketAddress, backlog: Int32 = TransportLimits.backlog,
    handler: any ListenerHandler, on loop: EventLoop
  ) throws(SystemError) {
    socket = try Self.listeningSocket(at: wanted, backlog)
    address = try Kernel.localAddress(of: socket.descriptor)
    self.handler = handler
    self.loop = loop
    let id = loop.add(self)
    do throws(SystemError) {
      try loop.watch(socket.descriptor, for: .reading, insteadOf: [], as: id)
    } catch {
      loop.remove(id)
      throw error
    }
    self.id = id
    interest = .reading
  }

  /// Where any address would do, a machine without IPv6 gets IPv4.
  private static func listeningSocket(
    at wanted: SocketAddress, _ backlog: Int32
  ) throws(SystemError) -> Socket {
    do throws(SystemError) {
      return try .listening(at: wanted, backlog: backlog)
    } catch {
      let isUnavailable = error.code == EAFNOSUPPORT || error.code == EADDRNOTAVAIL
      guard wanted.ip == .any && isUnavailable else { throw error }
      return try .listening(at: SocketAddress(.anyV4, port: wanted.port), backlog: backlog)
    }
  }

  /// Accepts nobody until told so; who comes meanwhile waits in the backlog.
  package func pause() {
    loop.assertOnThread()
    isPaused = true
    updateInterest()
  }

  package func resume() {
    loop.assertOnThread()
    isPaused = false
    updateInterest()
  }

  /// Ends listening. Connections that were accepted stay.
  package func close() {
    loop.assertOnThread()
    guard let id else { return }
    loop.remove(id)
    self.id = nil
    socket.close()
    if let rest { loop.cancel(rest) }
    handler = nil
  }
}

extension Listener: Channel {
  func ready(_ readiness: Readiness) {
    for _ in 0..<TransportLimits.acceptsPerTurn where accepts {
      do throws(SystemError) {
        guard let arrival = try socket.accept() else { return }
        hasReportedFailure = false
        guard let handler = handler?.handler(for: arrival.peer) else { continue }
        ByteStream.open(arrival, handler: handler, on: loop)
      } catch {
        takeRest(after: error)
      }
    }
  }

  func runErrand() {}

  func shutDown() {
    close()
  }
}

extension Listener {
  private var accepts: Bool { id != nil && !isPaused && rest == nil }

  private func updateInterest() {
    guard let id else { return }
    let wanted: Interest = accepts ? .reading : []
    do throws(SystemError) {
      try loop.watch(socket.descriptor, for: wanted, insteadOf: interest, as: id)
      interest = wanted
    } catch {
      takeRest(after: error)
    }
  }

  /// Gives the process time to close something: the connection that still waits would wake the loop
  /// again and again for nothing.
  private func takeRest(after error: SystemError) {
    rest = loop.schedule(after: TransportLimits.restWithoutDescriptors) { [weak self] in
      self?.rest = nil
      self?.updateInterest()
    }
    if interest != [] { updateInterest() }
    if !hasReportedFailure {
      hasReportedFailure = true
      handler?.acceptingFailed(error)
    }
  }
}
