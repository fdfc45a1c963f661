import FrameSupport
import ZooKeeperModel

/// Whole frames to be cut, mutated and measured: what real peers sent, and one generated frame of
/// every kind for what they never send.
enum Corpus {
  struct Entry: Sendable {
    var kind: FrameKind
    var bytes: [UInt8]
  }

  static let frames: [Entry] = {
    var generator = FrameGenerator(seed: 1)
    let generated = (0..<4).flatMap { _ in generator.frames() }
    return generated.map { Entry(kind: $0.kind, bytes: $0.frame.encoded()) } + recorded
  }()

  /// Recorded frames without their conversations; long ones are left to the golden tests.
  private static var recorded: [Entry] {
    []
  }
}
