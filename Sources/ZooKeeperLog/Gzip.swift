import CZlib

// Compressed snapshots. One of the files of this room that hand bytes to zlib.

/// The largest window, in a frame as gzip has it.
private let gzipWindowBits: Int32 = 15 + 16

/// A stream of zlib. It stays where it is, because zlib remembers its address.
@safe
private final class ZlibStream {
  private let memory = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let end: (UnsafeMutablePointer<z_stream>) -> Int32

  init(
    begin: (UnsafeMutablePointer<z_stream>) -> Int32,
    end: @escaping (UnsafeMutablePointer<z_stream>) -> Int32
  ) {
    unsafe memory.initialize(to: z_stream())
    unsafe self.end = end
    let code = unsafe begin(memory)
    // Nothing else can go wrong, and without memory every other allocation ends the program too.
    precondition(code == Z_OK, "zlib gets no memory")
  }

  deinit {
    _ = unsafe end(memory)
    unsafe memory.deallocate()
  }

  /// Lets zlib turn input into at most `limit` bytes of output; returns what it says, and how much
  /// of the input it took.
  func step(
    _ input: Span<UInt8>, appendingTo output: inout [UInt8], atMost limit: Int,
    _ work: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> (code: Int32, used: Int) {
    var result: (code: Int32, used: Int) = (Z_STREAM_ERROR, 0)
    output.append(addingCapacity: limit) { room in
      unsafe room.withUnsafeMutableBufferPointer { target, written in
        unsafe input.withUnsafeBufferPointer { source in
          // zlib only reads its input, though its type does not say so.
          unsafe memory.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          unsafe memory.pointee.avail_in = uInt(source.count)
          unsafe memory.pointee.next_out = target.baseAddress
          unsafe memory.pointee.avail_out = uInt(limit)
          let code = unsafe work(memory)
          unsafe written = limit - Int(memory.pointee.avail_out)
          unsafe result = (code, source.count - Int(memory.pointee.avail_in))
        }
      }
    }
    return result
  }
}

final class GzipDecompressor {
  /// What everything that gzip wrote begins with.
  static let magic: [UInt8] = [0x1F, 0x8B]

  private(set) var isAtEnd = false
  private let stream: ZlibStream

  init() {
    stream = unsafe ZlibStream(
      begin: {
        unsafe inflateInit2_(
          $0, gzipWindowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      }, end: inflateEnd)
  }

  /// Returns how much of the input was used; nil if it is not what gzip writes.
  func decompress(
    _ input: Span<UInt8>, appendingTo output: inout [UInt8], atMost limit: Int
  ) -> Int? {
    let result = unsafe stream.step(input, appendingTo: &output, atMost: limit) {
      unsafe inflate($0, Z_NO_FLUSH)
    }
    guard result.code == Z_OK || result.code == Z_STREAM_END else { return nil }
    isAtEnd = result.code == Z_STREAM_END
    return result.used
  }
}

final class GzipCompressor {
  private static let memoryLevel: Int32 = 8
  private static let outputBytes = 64 << 10

  private let stream: ZlibStream

  init() {
    stream = unsafe ZlibStream(
      begin: {
        unsafe deflateInit2_(
          $0, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindowBits, Self.memoryLevel,
          Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      }, end: deflateEnd)
  }

  /// Compresses everything that is given; what comes of it may come out of a later call.
  func compress(_ input: Span<UInt8>, isLast: Bool) -> [UInt8] {
    var output: [UInt8] = []
    var used = 0
    while true {
      let result = unsafe stream.step(
        input.extracting(used...), appendingTo: &output, atMost: Self.outputBytes
      ) {
        unsafe deflate($0, isLast ? Z_FINISH : Z_NO_FLUSH)
      }
      guard result.code == Z_OK else { return output }
      used += result.used
      // Without an order to finish, everything was taken when nothing is left.
      if !isLast, used == input.count { return output }
    }
  }
}
