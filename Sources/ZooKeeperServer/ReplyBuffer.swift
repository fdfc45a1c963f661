import ZooKeeperWire

/// Bytes on their way to a client. Only a connection that something was said to in this turn has
/// one, so that ten thousand idle ones cost nothing.
final class ReplyBuffer {
  var writer = JuteWriter(capacity: ServerLimits.replyBufferBytes)
}

/// Buffers that wait for their next turn.
struct ReplyBufferPool {
  private var idle: [ReplyBuffer] = []

  mutating func take() -> ReplyBuffer {
    idle.popLast() ?? ReplyBuffer()
  }

  mutating func giveBack(_ buffer: ReplyBuffer) {
    // One that had to grow for a large answer would keep that memory for ever.
    guard idle.count < ServerLimits.idleReplyBuffers,
      buffer.writer.bytes.byteCount <= ServerLimits.replyBufferBytesKept
    else { return }
    buffer.writer.removeAll()
    idle.append(buffer)
  }
}
