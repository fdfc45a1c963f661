internal import CLinux
internal import Glibc

/// A TCP socket that never blocks, and that is closed once: by its owner, or with its owner.
struct Socket: ~Copyable {
  private(set) var descriptor: Int32

  init(owning descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// A socket that is closed already.
  static var closed: Socket { Socket(owning: -1) }

  private init(family: Int32) throws(SystemError) {
    descriptor = linux_tcp_socket(family)
    if descriptor < 0 { throw SystemError(.socket, code: errno) }
  }

  private init(for address: SocketAddress) throws(SystemError) {
    switch address.ip {
    case .v4: try self.init(family: AF_INET)
    case .v6: try self.init(family: AF_INET6)
    }
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  mutating func close() {
    self = .closed
  }

  /// A socket at which peers can ask for connections.
  static func listening(
    at address: SocketAddress, backlog: Int32
  ) throws(SystemError) -> Socket {
    let socket = try Socket(for: address)
    // Without it a server cannot come back while old connections of its port are dying.
    try Kernel.set(SO_REUSEADDR, of: socket.descriptor, level: SOL_SOCKET, to: 1)
    if case .v6 = address.ip {
      // Said aloud, because the system's default is the administrator's.
      let ipProtocol = Int32(IPPROTO_IPV6)
      try Kernel.set(IPV6_V6ONLY, of: socket.descriptor, level: ipProtocol, to: 0)
    }
    // Linux hands it down to every connection that is accepted here.
    try socket.sendWithoutDelay()
    try Kernel.bind(socket.descriptor, to: address)
    if listen(socket.descriptor, backlog) != 0 {
      throw SystemError(.listen, code: errno)
    }
    return socket
  }

  /// A socket on its way to a peer: it becomes writable when it has arrived or failed.
  static func connecting(to address: SocketAddress) throws(SystemError) -> Socket {
    let socket = try Socket(for: address)
    try socket.sendWithoutDelay()
    try Kernel.connect(socket.descriptor, to: address)
    return socket
  }

  /// The next connection that waits here; nil if there is none.
  func accept() throws(SystemError) -> Arrival? {
    guard let (descriptor, peer) = try Kernel.accept(descriptor) else { return nil }
    return Arrival(socket: Socket(owning: descriptor), peer: peer)
  }

  /// Tells the peer that nothing more will come.
  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Whether the kernel connected this socket to itself, which it does when asked for a port of
  /// this machine that nobody listens at and that it has just given to the asking end.
  func isItsOwnPeer(at peer: SocketAddress) -> Bool {
    (try? Kernel.localAddress(of: descriptor)) == peer
  }

  // Replies are small and complete: holding one back until the last was acknowledged only
  // delays it.
  private func sendWithoutDelay() throws(SystemError) {
    try Kernel.set(TCP_NODELAY, of: descriptor, level: Int32(IPPROTO_TCP), to: 1)
  }
}

/// A connection that was accepted, and who asked for it.
struct Arrival: ~Copyable {
  let socket: Socket
  let peer: SocketAddress
}
