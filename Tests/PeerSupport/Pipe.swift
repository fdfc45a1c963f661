import Glibc

/// A pipe to or from a child process. Each end is closed once, at the latest with the pipe.
final class Pipe: Sendable {
  private let ends: Guarded<(readEnd: Int32, writeEnd: Int32)>

  init() throws {
    var descriptors: [Int32] = [-1, -1]
    let code = ChildProcess.withoutSpawning {
      let code = pipe(&descriptors)
      descriptors.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
      return code
    }
    guard code == 0 else {
      throw PeerFailure.broken("pipe: \(String(cString: strerror(errno)))", output: "")
    }
    ends = Guarded((descriptors[0], descriptors[1]))
  }

  deinit {
    closeReadEnd()
    closeWriteEnd()
  }

  var readEnd: Int32 { ends.withLock { $0.readEnd } }
  var writeEnd: Int32 { ends.withLock { $0.writeEnd } }

  func closeReadEnd() {
    ends.withLock { Self.close(&$0.readEnd) }
  }

  func closeWriteEnd() {
    ends.withLock { Self.close(&$0.writeEnd) }
  }

  /// What is there, or nil at the end. A script that stays silent for too long is an error, so that
  /// nobody waits for it for ever.
  func read(atMost limit: Duration) throws -> [UInt8]? {
    var readable = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&readable, 1, Int32(limit / .milliseconds(1))) > 0 else {
      throw PeerFailure.broken("silence for \(limit)", output: "")
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, Glibc.read(readEnd, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// What a reader that has gone does not read is lost: its exit code tells the rest.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(writeEnd, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  private static func close(_ descriptor: inout Int32) {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }
}
