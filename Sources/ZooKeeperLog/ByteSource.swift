/// Where the bytes of a file come from, one piece after the other.
protocol ByteSource {
  /// Appends the next bytes, and none only at the end.
  mutating func read(appendingTo bytes: inout [UInt8]) throws(RecoveryError)
}

/// A file as it is.
struct PlainSource: ByteSource {
  let file: any StorageFile
  private var offset = 0

  init(_ file: any StorageFile) {
    self.file = file
  }

  mutating func read(appendingTo bytes: inout [UInt8]) throws(RecoveryError) {
    offset += try RecoveryError.wrapping { () throws(StorageError) in
      try file.read(at: offset, atMost: LogLimits.readBytes, appendingTo: &bytes)
    }
  }
}

/// What a file holds that was compressed with gzip.
struct GzipSource: ByteSource {
  private let path: String
  private var plain: PlainSource
  private let decompressor: GzipDecompressor
  private var compressed: [UInt8] = []
  private var offset = 0

  init(_ file: any StorageFile, path: String) {
    self.path = path
    plain = PlainSource(file)
    decompressor = GzipDecompressor()
  }

  mutating func read(appendingTo bytes: inout [UInt8]) throws(RecoveryError) {
    let start = bytes.count
    while bytes.count == start, !decompressor.isAtEnd {
      if compressed.isEmpty {
        try plain.read(appendingTo: &compressed)
        guard !compressed.isEmpty else { throw broken(.incomplete) }
      }
      let used = decompressor.decompress(
        compressed.span, appendingTo: &bytes, atMost: LogLimits.readBytes)
      guard let used else { throw broken(.brokenCompression) }
      compressed.removeSubrange(..<used)
      offset += used
    }
  }

  private func broken(_ reason: FileDamage.Reason) -> RecoveryError {
    .damaged(FileDamage(path, at: offset, reason))
  }
}
