/// Bytes as letters, digits, `+` and `/`, filled up with `=` to a multiple of four (RFC 4648).
package enum Base64 {
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(3 - group.count) * 8
      for position in 0..<4 {
        let sextet = bits >> UInt32(18 - position * 6) & 0x3F
        text.append(position > group.count ? UInt8(ascii: "=") : letters[Int(sextet)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
