import ZooKeeperWire

/// The part of a file that is being looked at: what was read and not yet used up.
///
/// Keeps the Adler-32 of everything that was used up, which is what seals are compared with.
struct ReadWindow: ~Copyable {
  let path: String
  /// Where the window begins in the file, or in what it holds if that is compressed.
  private(set) var offset = 0
  private var source: any ByteSource
  private var buffer: [UInt8] = []
  /// Where the window begins in the buffer.
  private var start = 0
  /// Up to where in the buffer the checksum goes.
  private var summedEnd = 0
  private var sum = Checksum.adlerStart

  init(_ source: any ByteSource, path: String) {
    self.source = source
    self.path = path
  }

  var count: Int { buffer.count - start }

  /// What lies in the window.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get { buffer.span.raw.extracting(start...) }
  }

  /// The checksum of all bytes before the window.
  var checksum: UInt32 {
    mutating get {
      sum = Checksum.adler32(buffer.span.raw.extracting(summedEnd..<start), after: sum)
      summedEnd = start
      return sum
    }
  }

  /// Uses up bytes at the beginning.
  mutating func drop(_ count: Int) {
    start += count
    offset += count
  }

  /// Makes the window longer; false at the end of the file.
  mutating func extend() throws(RecoveryError) -> Bool {
    _ = checksum
    buffer.removeSubrange(..<start)
    start = 0
    summedEnd = 0
    let before = buffer.count
    try source.read(appendingTo: &buffer)
    return buffer.count > before
  }

  /// Makes the window at least so long, if the file goes on for long enough.
  mutating func extend(to count: Int) throws(RecoveryError) -> Bool {
    while self.count < count {
      guard try extend() else { return false }
    }
    return true
  }

  /// Reads a record at the beginning of the window, and makes the window longer as needed.
  @inline(__always)
  mutating func record<Record>(
    _ decode: (inout JuteReader) throws(WireError) -> Record
  ) throws(RecoveryError) -> Record {
    while true {
      do throws(WireError) {
        var reader = JuteReader(bytes, text: .repairing)
        let record = try decode(&reader)
        drop(reader.offset)
        return record
      } catch {
        try makeRoom(after: error)
      }
    }
  }

  /// Gives a record that did not fit another chance.
  private mutating func makeRoom(after error: WireError) throws(RecoveryError) {
    let mayFit =
      switch error.reason {
      case .truncated, .tooMany: count < LogLimits.recordBytesMax
      default: false
      }
    let before = count
    // Twice as long each time, so that a long record is not read from its start too often.
    if mayFit { _ = try extend(to: max(2 * before, 1)) }
    guard count > before else { throw damaged(.malformed(error)) }
  }

  func damaged(_ reason: FileDamage.Reason) -> RecoveryError {
    .damaged(FileDamage(path, at: offset, reason))
  }
}
