import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct LatencyHistogramTests {
  private func histogram(of nanoseconds: some Sequence<Int64>) -> LatencyHistogram {
    var histogram = LatencyHistogram()
    for time in nanoseconds { histogram.record(.nanoseconds(time)) }
    return histogram
  }

  @Test("nothing recorded has no quantile and no average")
  func empty() {
    let empty = LatencyHistogram()
    #expect(empty.count == 0 && empty.longest == .zero)
    #expect(empty.quantile(0.5) == nil && empty.quantile(1) == nil && empty.mean == nil)
  }

  @Test("a duration is known to 1.6 %, or to 0.13 µs, up to two minutes")
  func precision() throws {
    for bits in 0..<37 {
      for time in [1 << bits, 1 << bits + 1, 3 << bits / 2, 2 << bits - 1] as [Int64] {
        // The longest one is told exactly, so another one has to be longer.
        let told = try #require(histogram(of: [time, .max]).quantile(0.5))
        let error = abs(Double(time) - told / .nanoseconds(1))
        #expect(error <= max(128, Double(time) / 64), "\(time): \(told)")
      }
    }
  }

  /// Of a thousand times 1 to 1,000 µs, the n-th thousandth is n µs.
  @Test(
    "so large a part of all does not exceed the quantile",
    arguments: [(0.0, 1.0), (0.001, 1), (0.5, 500), (0.9, 900), (0.99, 990), (0.999, 999)])
  func quantiles(_ part: Double, _ microseconds: Double) throws {
    let times = histogram(of: (1...1_000).map { $0 * 1_000 })
    let told = try #require(times.quantile(part)) / .microseconds(1)
    #expect(abs(told - microseconds) <= max(0.13, microseconds / 60), "\(told)")
  }

  @Test("the longest and the average are exact")
  func exactness() {
    let times = histogram(of: [1_000_001, 3, 2_000_002])
    #expect(times.longest == .nanoseconds(2_000_002))
    // One of them lies beneath the middle of its step, the other above.
    for time in [2_000_002, 2_064_383] as [Int64] {
      #expect(histogram(of: [time]).quantile(1) == .nanoseconds(time))
    }
    #expect(times.mean == .nanoseconds(1_000_002))
    #expect(times.count == 3)
  }

  @Test("of few durations one is told, none between them", arguments: [(0.33, 1), (0.34, 2)])
  func ranks(_ part: Double, _ milliseconds: Int64) throws {
    let times = histogram(of: [3_000_000, 1_000_000, 2_000_000])
    let told = try #require(times.quantile(part)) / .milliseconds(1)
    #expect(abs(told - Double(milliseconds)) < 0.05)
  }

  @Test("what no clock measures does not break it")
  func extremes() {
    var times = LatencyHistogram()
    times.record(.seconds(-1))
    times.record(.seconds(Int64.min))
    #expect(times.longest == .zero && times.quantile(0.5) == .zero)
    times.record(.seconds(Int64.max))
    #expect(times.count == 3)
    #expect(times.longest == .nanoseconds(Int64.max))
  }

  @Test("merged, two are as if one had recorded everything")
  func merging() {
    var random = RandomSource(seed: 5)
    let times = (0..<200).map { _ in Int64.random(in: 0..<1 << 30, using: &random) }
    let whole = histogram(of: times)
    var merged = histogram(of: times.prefix(70))
    merged.merge(histogram(of: times.dropFirst(70)))
    #expect(merged == whole)
    var short = histogram(of: [1])
    short.merge(histogram(of: [1 << 40]))
    #expect(short == histogram(of: [1, 1 << 40]))
    var fromNothing = LatencyHistogram()
    fromNothing.merge(whole)
    fromNothing.merge(LatencyHistogram())
    #expect(fromNothing == whole)
  }
}
