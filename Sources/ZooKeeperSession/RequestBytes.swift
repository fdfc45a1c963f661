import ZooKeeperModel
import ZooKeeperWire

/// The bodies of requests that may still have to be sent, one behind the other.
///
/// They come and go in nearly the same order, so a queue of bytes holds them without a piece of
/// memory for each. A body keeps its place until it goes; the memory in front of the oldest one is
/// used again.
struct RequestBytes: Sendable {
  /// Where a body lies, counted from the first body ever: it stays valid while others move.
  struct Place: Sendable, Hashable {
    var start: Int
    var count: Int
  }

  private var bytes: [UInt8] = []
  // What was handed out as the place of `bytes[0]`.
  private var origin = 0

  /// Bytes of bodies that have not gone yet, and of those that went before an older one did.
  var heldBytes: Int { bytes.count }

  /// Where the next body will lie.
  var end: Int { origin + bytes.count }

  mutating func append(_ body: RawSpan) -> Place {
    let place = Place(start: end, count: body.byteCount)
    bytes.append(copying: body)
    return place
  }

  func write(_ place: Place, to buffer: inout WireBuffer) {
    let start = place.start - origin
    buffer.append(bytes.span.raw.extracting(start..<start + place.count))
  }

  /// Appends a copy of a body that lies among others.
  mutating func append(_ place: Place, of others: RequestBytes) -> Place {
    let start = place.start - others.origin
    return append(others.bytes.span.raw.extracting(start..<start + place.count))
  }

  /// Gives back what lies before the place of the oldest body that has not gone; everything, if
  /// there is none.
  mutating func release(before oldest: Int?) {
    guard let oldest else {
      origin += bytes.count
      // What one burst needed is not kept for ever.
      if bytes.capacity > Limits.requestBytesKept {
        bytes = []
      } else {
        bytes.removeAll(keepingCapacity: true)
      }
      return
    }
    let gone = oldest - origin
    // Moving the rest must cost less than it gives back.
    guard gone > bytes.count - gone, gone >= Limits.requestBytesKept else { return }
    bytes.removeSubrange(..<gone)
    origin = oldest
  }
}
