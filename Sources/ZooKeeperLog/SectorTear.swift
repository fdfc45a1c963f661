/// Tells a record that lost power on its way to the disk from one that was damaged there.
///
/// A disk writes whole sectors, in any order. What it did not write of a log is still zero, because
/// a log is zeroed ahead. So a record whose end is there may lack sectors in its middle; that is no
/// damage, for nobody was told of it. Damage changes bits and leaves no sector empty.
enum SectorTear {
  static let sectorBytes = 512

  /// Every record begins with four zeros: the upper half of its checksum.
  private static let zerosInEveryRecord = 4

  /// Whether a sector's part of the bytes is missing.
  static func isLikely(in bytes: RawSpan, at offset: Int) -> Bool {
    var start = 0
    while start < bytes.byteCount {
      let end = min(start + sectorBytes - (offset + start) % sectorBytes, bytes.byteCount)
      let part = bytes.extracting(start..<end)
      if part.byteCount > zerosInEveryRecord, part.isZero { return true }
      start = end
    }
    return false
  }
}
