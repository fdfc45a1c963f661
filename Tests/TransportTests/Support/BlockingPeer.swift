import Glibc

@testable import ZooKeeperTransport

/// The other end of a connection, as plain as can be: a blocking socket.
final class BlockingPeer: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// A socket that is not connected yet.
  static func prepared(family: Int32 = AF_INET) -> BlockingPeer {
    // A test in a process of its own must not hold the ends of others open.
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    let peer = BlockingPeer(socket(family, Int32(kind), 0))
    // Rather a failing test than one that hangs.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      peer.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    return peer
  }

  static func connect(
    to address: SocketAddress, receiveBuffer: Int32? = nil
  ) throws -> BlockingPeer {
    let family = if case .v4 = address.ip { AF_INET } else { AF_INET6 }
    let peer = prepared(family: family)
    if let receiveBuffer {
      try Kernel.set(SO_RCVBUF, of: peer.descriptor, level: SOL_SOCKET, to: receiveBuffer)
    }
    try peer.connect(to: address)
    return peer
  }

  func connect(to address: SocketAddress) throws {
    try Kernel.connect(descriptor, to: address)
  }

  var address: SocketAddress {
    get throws { try Kernel.localAddress(of: descriptor) }
  }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let rest = bytes.span.bytes.extracting(sent...)
      guard case .moved(let count) = Kernel.send(rest, to: descriptor) else { return }
      sent += count
    }
  }

  /// So many bytes, or fewer if the stream ends or breaks.
  func read(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(count, 65_536))
    while bytes.count < count {
      let limit = min(buffer.count, count - bytes.count)
      let received = recv(descriptor, &buffer, limit, 0)
      guard received > 0 else { break }
      bytes += buffer[..<received]
    }
    return bytes
  }

  func readToEnd() -> [UInt8] {
    read(.max)
  }

  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Makes closing this socket break the connection instead of ending it.
  func resetWhenClosed() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }
}
