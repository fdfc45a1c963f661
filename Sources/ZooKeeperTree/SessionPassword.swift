package import ZooKeeperModel

/// The password that a server hands out with a session: whoever knows it may resume the session.
///
/// It follows from the session's id alone, so that every server of an ensemble, and an Apache
/// server that takes over the data, knows it too. That makes it a guard against mistakes, not
/// against attackers.
package enum SessionPassword {
  package static func derive(from id: SessionID) -> Secret {
    var random = JavaRandom(seed: id.rawValue ^ salt)
    return Secret(
      [UInt8](capacity: length) { bytes in
        for _ in 0..<(length / MemoryLayout<UInt32>.size) {
          let word = random.next()
          for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
          }
        }
      })
  }

  private static let length = 16
  private static let salt: Int64 = 0xB341_5C00
}

/// The generator that Java specifies for `java.util.Random`: 48 bits of state, of which the upper
/// 32 come out.
private struct JavaRandom {
  private var state: UInt64

  init(seed: Int64) {
    state = (UInt64(bitPattern: seed) ^ JavaRandom.multiplier) & JavaRandom.mask
  }

  mutating func next() -> UInt32 {
    state = (state &* JavaRandom.multiplier &+ 0xB) & JavaRandom.mask
    return UInt32(truncatingIfNeeded: state >> 16)
  }

  private static let multiplier: UInt64 = 0x5_DEEC_E66D
  private static let mask: UInt64 = (1 << 48) - 1
}
