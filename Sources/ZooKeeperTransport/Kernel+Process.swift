internal import CLinux
internal import Glibc
internal import Synchronization

// What a process asks of the system for itself.
extension Kernel {
  /// Writes a text as a whole, or nothing of it where that would have to wait for a reader.
  static func writeAll(_ text: String, to descriptor: Int32) {
    var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard unsafe poll(&writable, 1, 0) == 1 else { return }
    let bytes = text.utf8Span.span
    unsafe bytes.withUnsafeBytes { memory in
      var written = 0
      while written < memory.count {
        let taken = unsafe write(
          descriptor, memory.baseAddress.map { unsafe $0 + written }, memory.count - written)
        if taken > 0 { written += taken } else if taken == 0 || errno != EINTR { return }
      }
    }
  }

  /// All that the handler of a signal can reach: a bell, by its descriptor.
  private static let signalBell = Atomic<Int32>(-1)

  /// Lets signals ring a bell instead of what they do by themselves.
  static func ring(_ bell: Int32, at signals: [Int32]) {
    signalBell.store(bell, ordering: .sequentiallyConsistent)
    for number in signals {
      signal(number) { _ in
        let interrupted = errno
        linux_bell_ring(Kernel.signalBell.load(ordering: .sequentiallyConsistent))
        errno = interrupted
      }
    }
  }

  static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  /// Lets signals do again what they do by themselves.
  static func restore(_ signals: [Int32]) {
    for number in signals { signal(number, SIG_DFL) }
  }

  static func waitForRing(of bell: Int32) {
    var readable = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
    // A signal may interrupt the wait before its own ring is to be seen.
    while unsafe poll(&readable, 1, -1) < 1 {}
    linux_bell_silence(bell)
  }

  static var hostName: String {
    unsafe text(atMost: Int(HOST_NAME_MAX) + 1) { memory in
      unsafe memory.baseAddress.map { unsafe gethostname($0, memory.count) } == 0
    }
  }

  static var workingDirectory: String {
    unsafe text(atMost: Int(PATH_MAX)) { memory in
      unsafe memory.baseAddress.flatMap { unsafe getcwd($0, memory.count) } != nil
    }
  }

  static var openDescriptors: Int {
    guard let directory = unsafe opendir("/proc/self/fd") else { return -1 }
    defer { unsafe closedir(directory) }
    var count = 0
    while true {
      guard unsafe readdir(directory) != nil else { break }
      count += 1
    }
    // The directory itself, this one and the one above are listed too.
    return count - 3
  }

  static var descriptorLimit: Int {
    var limit = rlimit()
    let status = unsafe getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit)
    return status == 0 ? Int(clamping: limit.rlim_cur) : -1
  }

  /// A text that the system writes to memory at hand; empty if it refuses.
  private static func text(
    atMost byteCount: Int, _ fill: (UnsafeMutableBufferPointer<CChar>) -> Bool
  ) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: byteCount) { memory in
      unsafe memory.initialize(repeating: 0)
      guard unsafe fill(memory) else { return "" }
      return unsafe String(
        decoding: memory.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
