import ZooKeeperModel
import ZooKeeperTree
import ZooKeeperWire

/// One connection between a client and the server, as each end sees it.
final class SimulatedLink {
  let client: Int
  let connection: ConnectionID
  /// Bytes to the server that the network has not taken.
  var backlog: [UInt8] = []
  /// How many it has taken.
  var accepted = 0
  /// How many of those have not arrived.
  var onTheWay = 0
  /// When the last piece arrives that was sent so far: streams keep their order.
  var arrivalAtServer = MonotonicInstant(nanoseconds: 0)
  var arrivalAtClient = MonotonicInstant(nanoseconds: 0)
  var serverFrames = FrameAssembler()
  var clientFrames = FrameAssembler()
  var hasGreeted = false
  var isOpenAtServer = false
  var isOpenAtClient = false
  /// Nothing passes any more, whether or not the ends know.
  var isBroken = false

  init(number: Int, client: Int) {
    self.client = client
    connection = ConnectionID(place: number, use: 1)
  }

  /// The frames that a piece completes.
  static func frames(
    of piece: [UInt8], by assembler: inout FrameAssembler
  ) throws(WireError) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    _ = try assembler.consume(piece.span.raw) { frame, _ in
      frames.append(frame.copied())
      return .more
    }
    return frames
  }
}
