import Glibc
import ZooKeeperTransport

/// A client's end of a connection, as plain as can be: a blocking socket.
final class WireSocket: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  enum Failure: Error {
    case cannot(String, errno: Int32)
  }

  /// Connects to this machine, by way of IPv4 from any of its 127.x.y.z, or of IPv6.
  static func connect(
    to port: UInt16, from source: UInt32 = 0x7F00_0001, receiveBuffer: Int32? = nil
  ) throws -> WireSocket {
    let socket = try WireSocket(family: AF_INET, receiveBuffer: receiveBuffer)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = source.bigEndian
    if source != 0x7F00_0001 { try socket.call("bind", with: &address, Glibc.bind) }
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    try socket.call("connect", with: &address, Glibc.connect)
    return socket
  }

  static func connectV6(to port: UInt16) throws -> WireSocket {
    let socket = try WireSocket(family: AF_INET6, receiveBuffer: nil)
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    address.sin6_port = port.bigEndian
    try socket.call("connect", with: &address, Glibc.connect)
    return socket
  }

  private convenience init(family: Int32, receiveBuffer: Int32?) throws {
    // A test in a process of its own must not hold the ends of others open.
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    self.init(socket(family, Int32(kind), 0))
    guard descriptor >= 0 else { throw Failure.cannot("socket", errno: errno) }
    // Rather a failing test than one that hangs.
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(4))
    guard var receiveBuffer else { return }
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(4))
  }

  private func call<Address>(
    _ name: String, with address: inout Address,
    _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws {
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        function(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard status == 0 else { throw Failure.cannot(name, errno: errno) }
  }
}

extension WireSocket {
  /// Sends everything, or returns `false` if the server is gone.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// So many bytes, or fewer if the stream ends or breaks.
  func read(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var received = 0
    while received < count {
      let more = bytes.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress?.advanced(by: received), count - received, 0)
      }
      guard more > 0 else { break }
      received += more
    }
    return received == count ? bytes : Array(bytes[..<received])
  }

  /// What comes until the server closes; nil if it keeps silent without closing.
  func readToEnd() -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 && errno == EAGAIN { return nil }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Whether something has arrived that was not read yet, an end included.
  var hasNews: Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 0) > 0
  }

  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }
}
