/// How often which duration was measured, in a few KiB of memory however many there are.
///
/// Each power of two has 32 steps, so that a duration is known to 1.6 %; one below 16 µs is known
/// to 0.13 µs. Beyond two minutes only the longest one is known.
public struct LatencyHistogram: Hashable, Sendable {
  // The clock's nanoseconds in units of 256: no answer comes over a network in less than some µs.
  private static let unitBits = 8
  private static let stepBits = 5
  private static let steps = 1 << stepBits
  // From 2⁰ to 2²⁹ units, which is 137 seconds.
  private static let unitsMax = 1 << 29 - 1

  // As many as the longest duration needs: many clients ask for little, and get it soon.
  private var buckets: [Int] = []
  // With a thousand requests on their way at once, an Int64 would be full within months.
  private var nanosecondsInAll = 0.0
  private var nanosecondsOfLongest: Int64 = 0

  /// How many durations were recorded.
  public private(set) var count = 0

  /// Nothing recorded yet.
  public init() {}

  /// Records a duration.
  public mutating func record(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowOfSum) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    let clamped: Int64 = seconds < 0 ? .min : .max
    record(nanoseconds: overflow || overflowOfSum ? clamped : sum)
  }

  /// Records what a clock measured, without the arithmetic of `Duration`.
  package mutating func record(nanoseconds: Int64) {
    // Two readings of a clock in one moment are no time at all.
    let time = max(0, nanoseconds)
    let index = Self.index(of: min(Int(time >> Self.unitBits), Self.unitsMax))
    reserveBuckets(through: index)
    buckets[index] += 1
    count += 1
    nanosecondsInAll += Double(time)
    nanosecondsOfLongest = max(nanosecondsOfLongest, time)
  }

  /// Adds what another histogram recorded.
  public mutating func merge(_ other: LatencyHistogram) {
    reserveBuckets(through: other.buckets.count - 1)
    for index in other.buckets.indices { buckets[index] += other.buckets[index] }
    count += other.count
    nanosecondsInAll += other.nanosecondsInAll
    nanosecondsOfLongest = max(nanosecondsOfLongest, other.nanosecondsOfLongest)
  }

  /// The longest duration, exactly; zero if there is none.
  public var longest: Duration { .nanoseconds(nanosecondsOfLongest) }

  /// The average; nil if nothing was recorded.
  public var mean: Duration? {
    count == 0 ? nil : .nanoseconds(nanosecondsInAll / Double(count))
  }

  /// The duration that so large a part of all does not exceed, 0.99 for ninety-nine of a hundred;
  /// nil if nothing was recorded.
  public func quantile(_ part: Double) -> Duration? {
    precondition((0...1).contains(part), "a quantile is asked for by a part from 0 to 1")
    let rank = max(1, Int((part * Double(count)).rounded(.up)))
    if rank >= count { return count == 0 ? nil : longest }
    var seen = 0
    for (index, bucket) in buckets.enumerated() {
      seen += bucket
      if seen >= rank { return .nanoseconds(min(Self.middle(of: index), nanosecondsOfLongest)) }
    }
    return longest
  }

  private mutating func reserveBuckets(through index: Int) {
    if index < buckets.count { return }
    // Whole powers of two, so that there is seldom anything to do.
    let needed = (index / Self.steps + 1) * Self.steps
    buckets.reserveCapacity(needed)
    buckets.append(contentsOf: repeatElement(0, count: needed - buckets.count))
  }

  private static func index(of units: Int) -> Int {
    let shift = shift(of: units)
    return shift * steps + units >> shift
  }

  // How much of a number of units is dropped: it keeps its highest six bits, the first of which is
  // always set and counts the power of two.
  private static func shift(of units: Int) -> Int {
    max(0, Int.bitWidth - units.leadingZeroBitCount - stepBits - 1)
  }

  private static func middle(of index: Int) -> Int64 {
    let shift = max(0, index / steps - 1)
    let lowest = (index - shift * steps) << (shift + unitBits)
    let width = 1 << (shift + unitBits)
    return Int64(lowest + width / 2)
  }
}
