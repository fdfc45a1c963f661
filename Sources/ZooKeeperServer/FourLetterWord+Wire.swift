import ZooKeeperWire

extension FourLetterWord {
  /// Four letters look like the length of a frame that is too long, or negative.
  init?(mistakenFor error: WireError) {
    switch error.reason {
    case .tooLong(let length, _): self.init(lengthBytes: UInt32(truncatingIfNeeded: length))
    case .negative(let length): self.init(lengthBytes: UInt32(bitPattern: length))
    default: return nil
    }
  }

  /// The number that comes behind the word, if it came with it.
  func argument(in bytes: RawSpan) -> Int64? {
    guard bytes.byteCount >= 4 + argumentBytes else { return nil }
    var reader = JuteReader(bytes.extracting(4..<4 + argumentBytes))
    return try? reader.int64("argument")
  }
}
