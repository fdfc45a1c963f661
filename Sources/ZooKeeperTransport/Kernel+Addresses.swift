internal import CLinux
internal import Glibc

extension Kernel {
  static func bind(_ descriptor: Int32, to address: SocketAddress) throws(SystemError) {
    if unsafe withKernelForm(of: address, { unsafe Glibc.bind(descriptor, $0, $1) }) != 0 {
      throw SystemError(.bind, code: errno)
    }
  }

  /// Asks for a connection; whether it comes is told later, by the socket becoming writable.
  static func connect(_ descriptor: Int32, to address: SocketAddress) throws(SystemError) {
    if unsafe withKernelForm(of: address, { unsafe Glibc.connect(descriptor, $0, $1) }) != 0 {
      // An interrupted connect goes on by itself, like one that had to wait.
      guard errno == EINPROGRESS || errno == EINTR else {
        throw SystemError(.connect, code: errno)
      }
    }
  }

  /// The next connection that waits at a listening socket; nil if there is none.
  static func accept(
    _ descriptor: Int32
  ) throws(SystemError) -> (descriptor: Int32, peer: SocketAddress)? {
    while true {
      var accepted: Int32 = -1
      let peer = unsafe address(from: { storage, length in
        accepted = unsafe linux_accept(descriptor, storage, length)
        return accepted
      })
      if let peer { return (accepted, peer) }
      switch errno {
      case EAGAIN: return nil
      // A connection that died while it waited says nothing about the next one; Linux hands on the
      // network's errors this way.
      case EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH,
        ENETUNREACH:
        continue
      case let code: throw SystemError(.accept, code: code)
      }
    }
  }

  static func localAddress(of descriptor: Int32) throws(SystemError) -> SocketAddress {
    guard let address = unsafe address(from: { unsafe getsockname(descriptor, $0, $1) }) else {
      throw SystemError(.socketName, code: errno)
    }
    return address
  }
}

extension Kernel {
  /// An address as the kernel writes it into memory; nil if `call` failed.
  private static func address(
    from call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout.size(ofValue: storage))
    return unsafe withUnsafeMutablePointer(to: &storage) { storage in
      let status = unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe call($0, &length)
      }
      return status < 0 ? nil : unsafe address(in: UnsafeRawPointer(storage))
    }
  }

  /// Reads what lies behind a pointer to a `sockaddr` of any of the two families we know.
  private static func address(in memory: UnsafeRawPointer) -> SocketAddress? {
    switch unsafe Int32(memory.load(as: sockaddr.self).sa_family) {
    case AF_INET:
      let form = unsafe memory.load(as: sockaddr_in.self)
      return SocketAddress(
        .v4(UInt32(bigEndian: form.sin_addr.s_addr)), port: UInt16(bigEndian: form.sin_port))
    case AF_INET6:
      let form = unsafe memory.load(as: sockaddr_in6.self)
      let halves = unsafe unsafeBitCast(form.sin6_addr, to: (UInt64, UInt64).self)
      let ip = IPAddress.v6(
        high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1),
        scope: form.sin6_scope_id)
      return SocketAddress(ip.unmapped, port: UInt16(bigEndian: form.sin6_port))
    default:
      return nil
    }
  }

  private static func withKernelForm<Result>(
    of address: SocketAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    switch address.ip {
    case .v4(let number):
      var form = sockaddr_in()
      form.sin_family = sa_family_t(AF_INET)
      form.sin_port = address.port.bigEndian
      form.sin_addr.s_addr = number.bigEndian
      return unsafe withGeneralPointer(to: form, body)
    case .v6(let high, let low, let scope):
      var form = sockaddr_in6()
      form.sin6_family = sa_family_t(AF_INET6)
      form.sin6_port = address.port.bigEndian
      form.sin6_addr = networkForm(high: high, low: low)
      form.sin6_scope_id = scope
      return unsafe withGeneralPointer(to: form, body)
    }
  }

  private static func withGeneralPointer<Form, Result>(
    to form: Form, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    unsafe withUnsafePointer(to: form) { form in
      unsafe form.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<Form>.size))
      }
    }
  }

  private static func networkForm(high: UInt64, low: UInt64) -> in6_addr {
    unsafe unsafeBitCast((high.bigEndian, low.bigEndian), to: in6_addr.self)
  }
}

extension Kernel {
  static func address(from text: String) -> IPAddress? {
    var four = in_addr()
    if unsafe inet_pton(AF_INET, text, &four) == 1 { return .v4(UInt32(bigEndian: four.s_addr)) }
    var six = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    let halves = unsafe unsafeBitCast(six, to: (UInt64, UInt64).self)
    return .v6(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
  }

  static func text(of address: IPAddress) -> String {
    switch address {
    case .v4:
      return address.octets.map(String.init).joined(separator: ".")
    case .v6(let high, let low, _):
      var number = networkForm(high: high, low: low)
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      unsafe inet_ntop(AF_INET6, &number, &text, socklen_t(text.count))
      return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// Asks the system's resolver, which may ask files and the network and take its time.
  static func lookUp(
    _ endpoint: Endpoint
  ) throws(ResolutionError) -> [SocketAddress] {
    var wanted = unsafe addrinfo()
    unsafe wanted.ai_family = AF_UNSPEC
    // Without a type, each address would come once for every type of socket.
    unsafe wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(endpoint.host, nil, &wanted, &first)
    guard status == 0 else {
      let reason = unsafe String(cString: gai_strerror(status))
      throw ResolutionError(endpoint: endpoint, reason: reason)
    }
    defer { unsafe freeaddrinfo(first) }
    var found: [SocketAddress] = []
    var next = unsafe first
    while let entry = unsafe next {
      if let form = unsafe entry.pointee.ai_addr,
        let address = unsafe address(in: UnsafeRawPointer(form))
      {
        found.append(SocketAddress(address.ip, port: endpoint.port))
      }
      unsafe next = entry.pointee.ai_next
    }
    return found
  }
}
