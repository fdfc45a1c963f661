import FrameSupport
import ZooKeeperModel

/// Whole frames to be cut and mutated: what real peers sent, and generated ones of every kind for
/// what they never send.
enum Corpus {
  struct Entry: Sendable {
    var kind: FrameKind
    var bytes: [UInt8]
  }

  static let generated: [Entry] = {
    var generator = FrameGenerator(seed: 1)
    let frames = (0..<4).flatMap { _ in generator.frames() }
    return frames.map { Entry(kind: $0.kind, bytes: $0.frame.encoded()) }
  }()

  /// Every recorded frame that makes sense.
  static func recorded() throws -> [Entry] {
    var entries: [Entry] = []
    for (_, file) in try Golden.files() {
      var conversations: [Int: Conversation] = [:]
      for step in file.steps {
        for connection in conversations.keys { conversations[connection]?.startStep() }
        for frame in step.frames {
          try conversations[frame.connection, default: Conversation()].take(frame)
        }
        entries += conversations.values.flatMap(\.frames)
          .map { Entry(kind: $0.kind, bytes: $0.bytes) }
          .filter { (try? Frame.decode($0.kind, $0.bytes)) != nil }
      }
    }
    return entries
  }
}
