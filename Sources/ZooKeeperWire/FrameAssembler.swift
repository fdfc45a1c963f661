import ZooKeeperModel

/// Cuts the chunks that a socket gives into the frames that the peer sent.
///
/// A frame that lies in one chunk is handed on in place; only one that is split between chunks is
/// copied, as its bytes arrive, so that a length alone makes nobody allocate. Between frames it
/// holds no memory.
package struct FrameAssembler: ~Copyable {
  /// What to do with a frame beyond the limit.
  package enum OversizeRule: Sendable {
    /// The stream is broken: a server closes the connection.
    case refuse
    /// Hand on the first bytes and skip the rest unread: a client fails that request alone.
    case cut(to: Int)
  }

  /// Whether whoever takes the frames wants the next one.
  package enum Flow: Sendable {
    case more
    case pause
  }

  private let limit: Int
  private let oversize: OversizeRule
  // The start of a frame, its length included, whose end has not arrived.
  private var split = WireBuffer()
  private var bytesToSkip = 0

  package init(limit: Int = Limits.frameBytesMax, oversize: OversizeRule = .refuse) {
    self.limit = limit
    self.oversize = oversize
  }

  /// Takes a chunk and delivers the frames it completes, in order, each with the length that was
  /// announced, which is more than there is if the frame was cut.
  ///
  /// Returns how much of the chunk was used up: all of it, unless `deliver` asked for a pause.
  /// After an error the stream has lost its rhythm and must be closed.
  package mutating func consume(
    _ chunk: RawSpan, deliver: (_ frame: RawSpan, _ announced: Int) -> Flow
  ) throws(WireError) -> Int {
    var used = 0
    while true {
      used += skip(chunk.byteCount - used)
      let rest = chunk.extracting(used...)
      var flow = Flow.more
      if split.count == 0 {
        guard let size = try size(of: rest), rest.byteCount >= 4 + size.kept else {
          split.append(rest)
          return chunk.byteCount
        }
        used += 4 + size.kept
        bytesToSkip = size.announced - size.kept
        flow = deliver(rest.extracting(4..<4 + size.kept), size.announced)
      } else {
        used += try complete(from: rest)
        guard let size = try size(of: split.bytes), split.count == 4 + size.kept else {
          return used
        }
        bytesToSkip = size.announced - size.kept
        flow = deliver(split.bytes.extracting(4...), size.announced)
        split = WireBuffer()
      }
      if flow == .pause { return used }
    }
  }

  /// Moves as much of a chunk into the split frame as belongs to it.
  private mutating func complete(from rest: RawSpan) throws(WireError) -> Int {
    let lengthBytes = min(max(0, 4 - split.count), rest.byteCount)
    split.append(rest.extracting(..<lengthBytes))
    guard let size = try size(of: split.bytes) else { return lengthBytes }
    let bodyBytes = min(4 + size.kept - split.count, rest.byteCount - lengthBytes)
    split.append(rest.extracting(lengthBytes..<lengthBytes + bodyBytes))
    return lengthBytes + bodyBytes
  }

  private mutating func skip(_ available: Int) -> Int {
    let skipped = min(bytesToSkip, available)
    bytesToSkip -= skipped
    return skipped
  }
}

extension FrameAssembler {
  private struct Size {
    var announced: Int
    var kept: Int
  }

  /// What the length at the start of a frame says; nil if it has not arrived yet.
  private func size(of frame: RawSpan) throws(WireError) -> Size? {
    guard let length = frame.bigEndian(at: 0, as: Int32.self) else { return nil }
    guard length >= 0 else {
      throw WireError(field: "frame", offset: 0, reason: .negative(length))
    }
    let announced = Int(length)
    if announced <= limit { return Size(announced: announced, kept: announced) }
    switch oversize {
    case .refuse:
      throw WireError(field: "frame", offset: 0, reason: .tooLong(announced, limit: limit))
    case .cut(let kept):
      return Size(announced: announced, kept: min(kept, announced))
    }
  }
}
