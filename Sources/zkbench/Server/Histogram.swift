/// How often which time was measured, in memory of one size however many times there are.
///
/// Each power of two has 64 steps: a time is known to 1.6 %, one below 128 ns exactly.
struct Histogram {
  private static let stepBits = 6
  private static let steps = 1 << stepBits

  private var counts = [Int](repeating: 0, count: steps * (Int64.bitWidth - stepBits))
  private(set) var count = 0
  private(set) var longest: Int64 = 0

  mutating func add(_ nanoseconds: Int64) {
    // Two readings of the clock in one moment are no time at all.
    let time = max(0, nanoseconds)
    counts[Self.step(of: time)] += 1
    count += 1
    longest = max(longest, time)
  }

  /// The time that so large a part of all times does not exceed; zero if there are none.
  func nanoseconds(atPart part: Double) -> Int64 {
    let rank = max(1, Int((part * Double(count)).rounded(.up)))
    var seen = 0
    for (step, count) in counts.enumerated() where count > 0 {
      seen += count
      if seen >= rank { return min(longest, Self.longestTime(in: step)) }
    }
    return longest
  }

  private static func step(of time: Int64) -> Int {
    let bits = Int64.bitWidth - time.leadingZeroBitCount
    let shift = max(0, bits - stepBits - 1)
    return shift * steps + Int(time >> Int64(shift))
  }

  private static func longestTime(in step: Int) -> Int64 {
    let shift = max(0, step / steps - 1)
    return (Int64(step - shift * steps) + 1) << Int64(shift) - 1
  }
}
