import Glibc

/// A blocking TCP socket on 127.0.0.1, closed together with the last reference to it.
package final class LoopbackSocket: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  package static func connect(to port: Int) throws -> LoopbackSocket {
    let socket = try open()
    var address = loopbackAddress(port)
    let result = withSocketAddress(&address) { Glibc.connect(socket.descriptor, $0, $1) }
    guard result == 0 else { throw failure("connect to port \(port)") }
    return socket
  }

  /// A listening socket on `port`, or on one that the system chooses.
  package static func listen(on port: Int = 0) throws -> LoopbackSocket {
    let socket = try open()
    var address = loopbackAddress(port)
    guard withSocketAddress(&address, { bind(socket.descriptor, $0, $1) }) == 0 else {
      throw failure("bind to port \(port)")
    }
    guard Glibc.listen(socket.descriptor, 128) == 0 else { throw failure("listen") }
    return socket
  }

  /// Ports for servers that are to be started, free a moment ago and all different.
  ///
  /// The system takes the ports of outgoing connections from 32768 on. A server must not wait for
  /// one of those: whoever asks again and again whether it listens may be given that very port, and
  /// be connected to itself.
  package static func freePorts(_ count: Int) throws -> [Int] {
    var listeners: [LoopbackSocket] = []
    while listeners.count < count {
      let candidate = Int.random(in: 15_000..<32_000)
      if let listener = try? listen(on: candidate) { listeners.append(listener) }
    }
    return listeners.map(\.port)
  }

  /// Makes a read that takes longer end as if the stream had ended.
  package func limitReads(to limit: Duration) {
    var time = timeval(tv_sec: Int(limit / .seconds(1)), tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  package var port: Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = Self.withSocketAddress(&address) { pointer, _ in getsockname(descriptor, pointer, &size) }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// The next connection, or nil when the listener was shut down.
  package func accept() -> LoopbackSocket? {
    let accepted = Glibc.accept(descriptor, nil, nil)
    guard accepted >= 0 else { return nil }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    let connection = LoopbackSocket(accepted)
    connection.sendAtOnce()
    return connection
  }

  /// Exactly `count` bytes, or nil when the stream ends before.
  package func read(exactly count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      guard let more = read(atMost: count - bytes.count) else { return nil }
      bytes += more
    }
    return bytes
  }

  /// The bytes that are there, at least one, or nil at the end of the stream.
  package func read(atMost limit: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = max(0, recv(descriptor, buffer.baseAddress, limit, 0))
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// Writes everything, or returns `false` when the other side is gone.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// Ends both directions, and with them every call that waits on this socket in another thread.
  package func shutDown() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func sendAtOnce() {
    var yes: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func open() throws -> LoopbackSocket {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = Glibc.socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw failure("socket") }
    let socket = LoopbackSocket(descriptor)
    socket.sendAtOnce()
    return socket
  }

  private static func loopbackAddress(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return address
  }

  private static func withSocketAddress<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  private static func failure(_ call: String) -> PeerFailure {
    .broken("\(call): \(String(cString: strerror(errno)))", output: "")
  }
}
