internal import CLinux
internal import Glibc

/// How an attempt to move bytes ended.
enum Transfer {
  /// So many were moved; none at all means that the peer will send no more.
  case moved(Int)
  case wouldBlock
  case failed(SystemError)
}

/// The system calls that take pointers, made safe. Only this type hands memory to the kernel.
enum Kernel {
  static func receive(
    _ descriptor: Int32, into memory: UnsafeMutableRawBufferPointer
  ) -> Transfer {
    transfer(.receive) { unsafe recv(descriptor, memory.baseAddress, memory.count, 0) }
  }

  static func send(_ bytes: RawSpan, to descriptor: Int32) -> Transfer {
    unsafe bytes.withUnsafeBytes { memory in
      transfer(.send) {
        unsafe Glibc.send(descriptor, memory.baseAddress, memory.count, LINUX_NO_SIGNAL)
      }
    }
  }

  /// Ends both directions of a connection; the descriptor stays.
  static func shutDown(_ descriptor: Int32) {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private static func transfer(_ call: SystemCall, _ attempt: () -> Int) -> Transfer {
    while true {
      let byteCount = attempt()
      if byteCount >= 0 { return .moved(byteCount) }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wouldBlock
      case let code: return .failed(SystemError(call, code: code))
      }
    }
  }

  static func set(
    _ option: Int32, of descriptor: Int32, level: Int32, to value: Int32
  ) throws(SystemError) {
    var value = value
    let size = socklen_t(MemoryLayout.size(ofValue: value))
    if unsafe setsockopt(descriptor, level, option, &value, size) != 0 {
      throw SystemError(.socketOption, code: errno)
    }
  }

  /// What has gone wrong with a socket since somebody last asked; 0 if nothing has.
  static func pendingError(of descriptor: Int32) -> Int32 {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout.size(ofValue: code))
    let status = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    return status == 0 ? code : errno
  }

  /// Waits for events; returns how many there are. A negative time has no end.
  static func waitForEvents(
    of epoll: Int32, into events: inout [linux_epoll_event], atMostMilliseconds limit: Int32
  ) -> Int {
    let ready = unsafe linux_epoll_wait(epoll, &events, Int32(events.count), limit)
    // A signal is the only thing that can disturb a wait with valid arguments.
    precondition(ready >= 0 || errno == EINTR, "epoll_wait got arguments that make no sense")
    return max(0, Int(ready))
  }

  static func raiseDescriptorLimit() throws(SystemError) -> UInt {
    let descriptors = Int32(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    if unsafe getrlimit(descriptors, &limit) != 0 {
      throw SystemError(.resourceLimit, code: errno)
    }
    limit.rlim_cur = limit.rlim_max
    if unsafe setrlimit(descriptors, &limit) != 0 {
      throw SystemError(.resourceLimit, code: errno)
    }
    return limit.rlim_cur
  }

  static func text(ofError code: Int32) -> String {
    // glibc answers from memory that belongs to the calling thread.
    unsafe String(cString: strerror(code))
  }
}
