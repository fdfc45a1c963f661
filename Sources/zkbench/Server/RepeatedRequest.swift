import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperWire

/// One request again and again, as bytes that were written before anything is measured.
///
/// The window lies in memory twice, so that any number of requests up to the whole window, from
/// any place in it, is one piece: as many as replies came with one read leave with one write.
final class RepeatedRequest: RequestFeed {
  private let request: Request
  private let window: Int
  private let bytes: [UInt8]
  private var next = 0

  init(_ request: Request, window: Int) {
    self.request = request
    self.window = window
    var writer = JuteWriter()
    for index in 0..<2 * window {
      writer.frame(request, xid: Self.xid(of: request, at: index % window))
    }
    bytes = writer.bytes.copied()
  }

  func send(_ count: Int, over stream: ByteStream) -> Int {
    let place = take(count)
    let bytes = bytes
    stream.write(bytes.span.bytes.extracting(place))
    return count
  }

  /// Where the next requests lie.
  private func take(_ count: Int) -> Range<Int> {
    precondition(count <= window, "no more replies can come than there are requests in flight")
    let frameBytes = bytes.count / (2 * window)
    defer { next = (next + count) % window }
    return next * frameBytes..<(next + count) * frameBytes
  }

  func xid(ofRequest index: Int) -> Xid {
    Self.xid(of: request, at: index % window)
  }

  private static func xid(of request: Request, at place: Int) -> Xid {
    request == .ping ? .ping : Xid(rawValue: Int32(place) + 1)
  }
}
