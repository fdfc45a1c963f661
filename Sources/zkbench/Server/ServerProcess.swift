import Glibc

/// The process of a server on this machine, as the kernel counts it.
struct ServerProcess {
  private let id: pid_t
  private let cpuClock: clockid_t

  init(id: pid_t) throws {
    var clock = clockid_t()
    guard clock_getcpuclockid(id, &clock) == 0 else {
      throw LoadFailure("there is no process \(id)")
    }
    self.id = id
    cpuClock = clock
  }

  /// The time that all its threads have run, those that have ended too.
  var cpuNanoseconds: Int64 { Self.nanoseconds(of: cpuClock) }

  /// The time that this program has run itself: what the load costs whoever makes it.
  static var ownCPUNanoseconds: Int64 { nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  /// What it holds in memory.
  func residentBytes() throws -> Int {
    let path = "/proc/\(id)/status"
    let file = open(path, O_RDONLY)
    defer { if file >= 0 { close(file) } }
    var bytes = [UInt8](repeating: 0, count: 16_384)
    let count = read(file, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let kilobytes = line.flatMap({ Int($0.filter(\.isWholeNumber)) }) else {
      throw LoadFailure("\(path) does not tell what the server holds in memory")
    }
    return kilobytes * 1_024
  }

  private static func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
