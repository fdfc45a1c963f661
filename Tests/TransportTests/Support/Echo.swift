import ZooKeeperTransport

/// Sends back what comes, and reads no faster than the peer does.
final class Echo: StreamHandler {
  func opened(_ stream: ByteStream) {}

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    stream.write(bytes)
    if stream.isBackedUp { stream.pauseReading() }
  }

  func writable(_ stream: ByteStream) {
    stream.resumeReading()
  }

  func ended(_ stream: ByteStream) {
    stream.finishWriting()
  }

  func closed(_ stream: ByteStream, because cause: CloseCause) {}
}
