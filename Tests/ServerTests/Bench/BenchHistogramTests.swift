import Testing

@testable import zkbench

struct BenchHistogramTests {
  @Test func `small times are exact`() {
    var histogram = Histogram()
    for time in (0..<128).reversed() { histogram.add(Int64(time)) }
    for time in 0..<128 {
      #expect(histogram.nanoseconds(atPart: Double(time + 1) / 128) == Int64(time))
    }
    #expect(histogram.count == 128)
    #expect(histogram.longest == 127)
  }

  @Test func `any time is known to a sixty-fourth, and never told too short`() {
    for bits in 7..<63 {
      for time in [1 << bits - 1, 1 << bits, 1 << bits + 1, 3 << (bits - 1)] as [Int64] {
        var histogram = Histogram()
        histogram.add(time)
        histogram.add(.max)
        let told = histogram.nanoseconds(atPart: 0.5)
        #expect(told >= time && told - time <= time / 64, "\(time)")
      }
    }
  }

  /// Of a thousand times 1,000 to 1,000,000 ns, the n-th thousandth is n thousand.
  @Test(arguments: [(0.5, 500_000), (0.9, 900_000), (0.99, 990_000), (1, 1_000_000)])
  func `a part of all times lies below the one that is told`(part: Double, expected: Int64) {
    var histogram = Histogram()
    for thousand in 1...1_000 { histogram.add(Int64(thousand) * 1_000) }
    let told = histogram.nanoseconds(atPart: part)
    #expect(told >= expected && told - expected <= expected / 64)
  }

  @Test(arguments: [(0.3, 1), (0.5, 2), (0.66, 2), (0.67, 3), (0.99, 3)])
  func `of few times one is told, none between them`(part: Double, expected: Int64) {
    var histogram = Histogram()
    for time in [3, 1, 2] as [Int64] { histogram.add(time) }
    #expect(histogram.nanoseconds(atPart: part) == expected)
  }

  @Test func `the longest time is no step but itself`() {
    var histogram = Histogram()
    histogram.add(1_000_001)
    #expect(histogram.longest == 1_000_001)
    #expect(histogram.nanoseconds(atPart: 0.99) == 1_000_001)
  }

  @Test func `no times have no length`() {
    #expect(Histogram().nanoseconds(atPart: 0.5) == 0)
  }
}
