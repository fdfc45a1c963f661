/// Sends on a stream from any thread, past its loop.
///
/// Only one thread sends at a time, and only while nothing is queued on the stream: otherwise bytes
/// would overtake each other. Both is the duty of whoever holds this.
package final class StreamSender: Sendable {
  private struct Line {
    /// Nil when nothing may be sent any more: the number may belong to somebody else by then.
    var descriptor: Int32?
    var sentBytes = 0
    var failure: SystemError?
  }

  private let line: Lock<Line>

  init(to descriptor: Int32?) {
    line = Lock(Line(descriptor: descriptor))
  }

  /// Sends at once what the network takes, queues nothing, and returns how many bytes that were: 0
  /// if it would have had to wait. Nil says that nothing can be sent any more. If that is because
  /// the connection broke, the stream ends when it has read what still arrived.
  package func send(_ bytes: RawSpan) -> Int? {
    line.withLock { line in
      guard let descriptor = line.descriptor else { return nil }
      switch Kernel.send(bytes, to: descriptor) {
      case .moved(let byteCount):
        line.sentBytes += byteCount
        return byteCount
      case .wouldBlock:
        return 0
      case .failed(let error):
        line.descriptor = nil
        line.failure = error
        // The kernel tells an error once, and that was here: the loop finds an end instead.
        Kernel.shutDown(descriptor)
        return nil
      }
    }
  }
}

/// The stream's side.
extension StreamSender {
  var sentBytes: Int {
    line.withLock { $0.sentBytes }
  }

  /// What went wrong while sending.
  var failure: SystemError? {
    line.withLock { $0.failure }
  }

  /// Waits for a send under way, and lets no other begin.
  func revoke() {
    line.withLock { $0.descriptor = nil }
  }
}
