/// Bytes that do not repeat soon, so that lost or swapped ones show.
func pattern(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var generator = TestGenerator(seed: seed)
  let words = (0..<(count + 7) / 8).map { _ in generator.next() }
  return words.withUnsafeBytes { Array($0.prefix(count)) }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
