import CAllocations
import Glibc

/// What one call of some work costs.
struct Cost {
  var nanoseconds: Double
  var allocations: Double
}

/// Times several pieces of work in turn, round after round, so that a machine whose speed drifts
/// treats them alike.
struct Measurement {
  var rounds = 21
  var calls = 20_000

  /// The median time of each piece of work, and its allocations.
  ///
  /// A piece of work is told how often to repeat itself, so that calling it costs nothing.
  func costs(of works: [(Int) -> Void]) -> [Cost] {
    var samples = works.map { _ in [Double]() }
    var allocations = works.map { _ in 0.0 }
    for _ in 0..<rounds {
      for (index, work) in works.enumerated() {
        allocations_start_counting()
        let start = Measurement.now()
        work(calls)
        let elapsed = Measurement.now() - start
        let count = allocations_counted().calls
        samples[index].append(Double(elapsed) / Double(calls))
        allocations[index] = Double(count) / Double(calls)
      }
    }
    return zip(samples, allocations).map { samples, allocations in
      Cost(nanoseconds: samples.sorted()[samples.count / 2], allocations: allocations)
    }
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Keeps the optimiser from seeing that nobody looks at a result.
@inline(never)
func use<Value: ~Copyable & ~Escapable>(_ value: borrowing Value) {}
