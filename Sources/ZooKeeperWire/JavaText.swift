/// Text as Java's encoder for ZooKeeper writes it.
///
/// It encodes UTF-16 units one by one, so a character beyond U+FFFF becomes two surrogates of three
/// bytes each, which is not UTF-8. Java itself cannot read that back; here nothing is lost.
enum JavaText {
  /// Puts the character in place of each pair of surrogates, and U+FFFD in place of each half of
  /// one if asked. What else is wrong stays wrong.
  static func mended(_ bytes: Span<UInt8>, replacingHalves: Bool) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard let first = surrogate(bytes, at: index) else {
        text.append(bytes[index])
        index += 1
        continue
      }
      if first.isHigh, let second = surrogate(bytes, at: index + 3), !second.isHigh {
        append(0x1_0000 + (first.bits << 10 | second.bits), to: &text)
        index += 6
      } else {
        text.append(contentsOf: replacingHalves ? [0xEF, 0xBF, 0xBD] : half(bytes, at: index))
        index += 3
      }
    }
    return text
  }

  /// The ten bits that a surrogate of three bytes carries, and which half of a pair it is.
  private static func surrogate(
    _ bytes: Span<UInt8>, at index: Int
  ) -> (bits: UInt32, isHigh: Bool)? {
    guard index + 3 <= bytes.count, bytes[index] == 0xED, bytes[index + 1] & 0xE0 == 0xA0,
      bytes[index + 2] & 0xC0 == 0x80
    else { return nil }
    let bits = UInt32(bytes[index + 1] & 0x0F) << 6 | UInt32(bytes[index + 2] & 0x3F)
    return (bits, bytes[index + 1] & 0x10 == 0)
  }

  /// Four bytes of UTF-8, which every character beyond U+FFFF takes.
  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    text.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
    for shift in [12, 6, 0] as [UInt32] {
      text.append(0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F)
    }
  }

  private static func half(_ bytes: Span<UInt8>, at index: Int) -> [UInt8] {
    [bytes[index], bytes[index + 1], bytes[index + 2]]
  }
}
