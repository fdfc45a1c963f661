import Glibc
import Synchronization
import ZooKeeperTransport

/// When a load begins to count and when it ends, and what the process used in between.
final class LoadClock: Sendable {
  enum Phase {
    case warmUp
    case counting
    case over
  }

  private let start: LoopTime
  private let end: LoopTime
  private let measured = Mutex((seconds: 0.0, cpuMicroseconds: 0.0))

  init(warmUpSeconds: Double, seconds: Double) {
    start = LoopTime.current + .seconds(warmUpSeconds)
    end = start + .seconds(seconds)
  }

  func phase(at moment: LoopTime) -> Phase {
    moment < start ? .warmUp : moment < end ? .counting : .over
  }

  /// Looks at what the process has used, at the start and at the end.
  func watchCosts() async {
    await wait(until: start)
    let (moment, cpu) = (LoopTime.current, ProcessCosts.cpuMicroseconds)
    await wait(until: end)
    let used = ProcessCosts.cpuMicroseconds - cpu
    let seconds = (LoopTime.current - moment) / .seconds(1)
    measured.withLock { $0 = (seconds, used) }
  }

  var costs: (Double, Double) { measured.withLock { $0 } }

  /// A thread of its own waits, so that waiting costs the measured ones nothing.
  private func wait(until moment: LoopTime) async {
    await withCheckedContinuation { continuation in
      let left = (moment - .current) / .microseconds(1)
      let thread = try? Thread(named: "zk-clock") {
        _ = poll(nil, 0, Int32(max(0, left) / 1000))
        continuation.resume()
      }
      if thread == nil { continuation.resume() }
    }
  }
}

/// What this process has used so far.
enum ProcessCosts {
  static var cpuMicroseconds: Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    let user = Double(usage.ru_utime.tv_sec) * 1e6 + Double(usage.ru_utime.tv_usec)
    return user + Double(usage.ru_stime.tv_sec) * 1e6 + Double(usage.ru_stime.tv_usec)
  }

  static var peakKiB: Int {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  /// What is resident now.
  static var residentKiB: Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var numbers = [Int](repeating: 0, count: 2)
    for index in numbers.indices {
      var number = 0
      while case let character = fgetc(file), character >= 0x30, character <= 0x39 {
        number = number * 10 + Int(character) - 0x30
      }
      numbers[index] = number
    }
    return numbers[1] * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024
  }
}
