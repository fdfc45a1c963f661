import CZlib

/// The sums that ZooKeeper guards its files with. One of the files of this room that hand bytes to
/// zlib.
package enum Checksum {
  /// What Adler-32 starts with.
  package static var adlerStart: UInt32 { 1 }

  /// The Adler-32 of bytes that follow those that gave `sum`.
  package static func adler32(_ bytes: RawSpan, after sum: UInt32 = adlerStart) -> UInt32 {
    unsafe fold(bytes, sum, CZlib.adler32)
  }

  /// The CRC-32 of bytes that follow those that gave `sum`.
  package static func crc32(_ bytes: RawSpan, after sum: UInt32 = 0) -> UInt32 {
    unsafe fold(bytes, sum, CZlib.crc32)
  }

  // zlib counts in 32 bits, so what is longer goes in pieces.
  private static func fold(
    _ bytes: RawSpan, _ start: UInt32,
    _ step: (uLong, UnsafePointer<Bytef>?, uInt) -> uLong
  ) -> UInt32 {
    var sum = uLong(start)
    var offset = 0
    while offset < bytes.byteCount {
      let length = min(bytes.byteCount - offset, 1 << 30)
      unsafe bytes.extracting(offset..<offset + length).withUnsafeBytes { piece in
        unsafe piece.withMemoryRebound(to: Bytef.self) { octets in
          sum = unsafe step(sum, octets.baseAddress, uInt(length))
        }
      }
      offset += length
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
