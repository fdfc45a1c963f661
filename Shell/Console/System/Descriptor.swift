import Glibc

/// A file, a pipe or a terminal, by its number. Whoever made it closes it.
struct Descriptor: Hashable, Sendable {
  let number: Int32

  static let input = Descriptor(number: STDIN_FILENO)
  static let output = Descriptor(number: STDOUT_FILENO)
  static let error = Descriptor(number: STDERR_FILENO)

  var isTerminal: Bool { isatty(number) == 1 }

  /// Opens a file for reading. A pipe is opened at once, whether or not somebody writes to it.
  static func reading(_ path: String) throws(Complaint) -> Descriptor {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw Complaint("\(path): \(lastReason())", .failed) }
    return Descriptor(number: number)
  }

  /// Opens a file that only its owner may read, and makes it if it is missing; nil if that cannot
  /// be.
  static func appendingPrivately(to path: String, emptied: Bool = false) -> Descriptor? {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | (emptied ? O_TRUNC : 0)
    let number = unsafe open(path, flags, 0o600)
    guard number >= 0 else { return nil }
    fchmod(number, 0o600)
    return Descriptor(number: number)
  }

  func close() {
    Glibc.close(number)
  }

  /// The next bytes, as soon as there are any; none at the end.
  ///
  /// - Throws: what the system says; that the task was cancelled.
  func read(atMost count: Int) throws(Complaint) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      try waitUntilReadable()
      let length = unsafe Glibc.read(number, &bytes, count)
      if length >= 0 { return Array(bytes.prefix(length)) }
      if errno != EINTR && errno != EAGAIN {
        throw Complaint("cannot read: \(Self.lastReason())", .failed)
      }
    }
  }

  /// The system cannot tell a waiting thread that its task was cancelled, so it looks up.
  private func waitUntilReadable() throws(Complaint) {
    var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    while unsafe poll(&waiting, 1, 100) == 0 {
      if Task.isCancelled { throw Complaint("interrupted", .interrupted) }
    }
  }

  /// Writes everything.
  func write(_ bytes: [UInt8]) throws(Complaint) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if length >= 0 {
        rest = rest.dropFirst(length)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw Complaint("cannot write: \(Self.lastReason())", .failed)
      }
    }
  }

  private static func lastReason() -> String {
    unsafe String(cString: strerror(errno))
  }
}
