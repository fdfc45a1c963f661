/// The owner of a stream: what it does when something happens there.
///
/// All calls come from the loop itself, on its thread, and never from inside of a call that the
/// owner makes. They must not block: everyone on the loop waits meanwhile.
package protocol StreamHandler: AnyObject {
  /// The peer is connected. Called once, before all others, unless connecting fails.
  func opened(_ stream: ByteStream)

  /// The next bytes from the peer. They are there until this call returns.
  func received(_ bytes: RawSpan, from stream: ByteStream)

  /// Everything that was queued is on its way.
  func writable(_ stream: ByteStream)

  /// The peer will send no more, but may still read. Unless implemented, this closes the stream.
  func ended(_ stream: ByteStream)

  /// The stream is no more. Called once, after all others; then the stream forgets its handler.
  func closed(_ stream: ByteStream, because cause: CloseCause)
}

extension StreamHandler {
  package func ended(_ stream: ByteStream) {
    stream.close()
  }
}

/// Why a stream is no more.
package enum CloseCause: Hashable, Sendable {
  /// Its owner closed it.
  case closedHere
  /// The peer had ended it, before its owner closed it or finished writing.
  case endedByPeer
  /// The connection broke, or never came about.
  case failed(SystemError)
  case loopStopped
}

extension CloseCause: CustomStringConvertible {
  package var description: String {
    switch self {
    case .closedHere: "closed here"
    case .endedByPeer: "ended by the peer"
    case .failed(let error): "failed: \(error)"
    case .loopStopped: "the loop stopped"
    }
  }
}
