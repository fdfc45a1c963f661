import CAllocations
import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

@Suite struct FrameAssemblerTests {
  /// Feeds a stream in chunks of the given sizes, repeated; notes frames and announced lengths.
  private func frames(
    of stream: [UInt8], chunks sizes: [Int], limit: Int = 100,
    oversize: FrameAssembler.OversizeRule = .refuse
  ) throws(WireError) -> [(bytes: [UInt8], announced: Int)] {
    var assembler = FrameAssembler(limit: limit, oversize: oversize)
    var frames: [(bytes: [UInt8], announced: Int)] = []
    var start = 0
    var turn = 0
    while start < stream.count {
      let end = min(stream.count, start + sizes[turn % sizes.count])
      let chunk = Array(stream[start..<end])
      let used = try assembler.consume(chunk.span.bytes) { frame, announced in
        frames.append((frame.copied(), announced))
        return .more
      }
      #expect(used == chunk.count)
      start = end
      turn += 1
    }
    return frames
  }

  private func stream(_ frames: [[UInt8]]) -> [UInt8] {
    var writer = JuteWriter()
    for frame in frames {
      writer.frame { $0.buffer.append(frame.span.bytes) }
    }
    return writer.bytes.copied()
  }

  private let three: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 9, count: 40)]

  @Test("frames come out whole and in order, however the stream is cut into chunks")
  func everyChunking() throws {
    let bytes = stream(three)
    for first in 1...bytes.count {
      for second in 1...bytes.count {
        let result = try frames(of: bytes, chunks: [first, second])
        #expect(result.map(\.bytes) == three)
        #expect(result.map(\.announced) == [3, 0, 40])
      }
    }
  }

  @Test("a server refuses a length beyond its limit, with the four bytes as it got them")
  func refusesOversize() {
    // A four-letter word reads as a length: this is how a server can tell.
    for chunk in 1...4 {
      let error = #expect(throws: WireError.self) {
        try frames(of: Array("ruok".utf8), chunks: [chunk])
      }
      #expect(error?.reason == .tooLong(0x7275_6F6B, limit: 100))
    }
    let negative = #expect(throws: WireError.self) {
      try frames(of: [0xFF, 0xF4, 0xFF, 0xFD], chunks: [4])
    }
    #expect(negative?.reason == .negative(Int32(bitPattern: 0xFFF4_FFFD)))
  }

  @Test("a frame at the limit passes, one byte more does not")
  func limit() throws {
    let most = [UInt8](repeating: 1, count: 100)
    #expect(try frames(of: stream([most]), chunks: [7]).map(\.bytes) == [most])
    #expect(throws: WireError.self) {
      try frames(of: stream([most + [1]]), chunks: [7])
    }
  }

  @Test("a client keeps the header of a frame beyond its limit and goes on after it")
  func cutsOversize() throws {
    let long = (0..<150).map { UInt8($0) }
    let bytes = stream([[1], long, [2, 3]])
    for chunk in 1...bytes.count {
      let result = try frames(of: bytes, chunks: [chunk], oversize: .cut(to: 16))
      #expect(result.map(\.bytes) == [[1], Array(long[..<16]), [2, 3]])
      #expect(result.map(\.announced) == [1, 150, 2])
    }
  }

  @Test("a pause leaves the rest of the chunk with whoever gave it")
  func pause() throws {
    let bytes = stream(three)
    var assembler = FrameAssembler()
    var seen: [[UInt8]] = []
    var rest = bytes
    var pauses = 0
    while !rest.isEmpty {
      let used = try assembler.consume(rest.span.bytes) { frame, _ in
        seen.append(frame.copied())
        return .pause
      }
      rest.removeFirst(used)
      pauses += 1
    }
    #expect(seen == three)
    #expect(pauses == 3)
  }

  @Test("a pause works behind frames that were split or cut, too")
  func pauseAnywhere() throws {
    let long = (0..<150).map { UInt8($0) }
    let bytes = stream([[1, 2], long, [3]])
    for chunkSize in 1...bytes.count {
      var assembler = FrameAssembler(limit: 100, oversize: .cut(to: 16))
      var seen: [[UInt8]] = []
      var rest = bytes
      while !rest.isEmpty {
        let chunk = Array(rest.prefix(chunkSize))
        let used = try assembler.consume(chunk.span.bytes) { frame, _ in
          seen.append(frame.copied())
          return .pause
        }
        rest.removeFirst(used)
      }
      #expect(seen == [[1, 2], Array(long[..<16]), [3]], "chunks of \(chunkSize)")
    }
  }

  @Test("a length alone makes nobody allocate")
  func announcedLength() throws {
    let length: [UInt8] = [0, 0x0F, 0xFF, 0xFF]
    var assembler = FrameAssembler()
    allocations_start_counting()
    _ = try assembler.consume(length.span.bytes) { _, _ in .more }
    let first: [UInt8] = [7]
    _ = try assembler.consume(first.span.bytes) { _, _ in .more }
    #expect(allocations_counted().bytes_peak < 1_024)
  }
}
