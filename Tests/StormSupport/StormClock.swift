import Glibc

/// The clock by which all who take part in a storm tell the time.
package enum StormClock {
  /// In nanoseconds since the machine was started: what Java and Python can read, too.
  package static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
