import ZooKeeperTransport

/// One direction of a connection: what goes in comes out in the same order, later and in pieces, as
/// planned.
struct DelayLine {
  enum Parcel: Equatable {
    case bytes(ArraySlice<UInt8>)
    /// There is no more.
    case end
    /// The connection breaks.
    case cut
  }

  private let delay: Duration
  private let pieceBytesMax: Int
  private var waiting: ArraySlice<(due: LoopTime, parcel: Parcel)> = []
  private var isClosed = false
  /// The bytes that are in the line.
  private(set) var byteCount = 0

  init(delay: Duration = .zero, pieceBytesMax: Int? = nil) {
    self.delay = delay
    self.pieceBytesMax = max(1, pieceBytesMax ?? .max)
  }

  /// Puts a parcel behind the others. Behind the end nothing comes.
  mutating func append(_ parcel: Parcel, at now: LoopTime) {
    if isClosed { return }
    waiting.append((now + delay, parcel))
    if case .bytes(let new) = parcel { byteCount += new.count } else { isClosed = true }
  }

  /// When the next parcel is due; nil when the line is empty.
  var nextDue: LoopTime? { waiting.first?.due }

  /// Takes the next parcel, or the next piece of it, if it is due.
  mutating func take(at now: LoopTime) -> Parcel? {
    guard let (due, parcel) = waiting.first, due <= now else { return nil }
    guard case .bytes(let all) = parcel, all.count > pieceBytesMax else {
      waiting.removeFirst()
      if case .bytes(let all) = parcel { byteCount -= all.count }
      return parcel
    }
    waiting[waiting.startIndex].parcel = .bytes(all.dropFirst(pieceBytesMax))
    byteCount -= pieceBytesMax
    return .bytes(all.prefix(pieceBytesMax))
  }
}
