import ZooKeeperTransport

/// Writes down what its stream tells it, and then does what the test wants.
final class TestHandler: StreamHandler {
  var whenOpened: (ByteStream) -> Void = { _ in }
  var whenReceived: ([UInt8], ByteStream) -> Void = { _, _ in }
  var whenWritable: (ByteStream) -> Void = { _ in }
  var whenEnded: (ByteStream) -> Void = { $0.close() }
  var whenClosed: (ByteStream) -> Void = { _ in }

  private let journal: Journal<StreamEvent>

  init(_ journal: Journal<StreamEvent>) {
    self.journal = journal
  }

  func opened(_ stream: ByteStream) {
    journal.write(.opened)
    whenOpened(stream)
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    let copy = bytes.copied()
    journal.write(.received(copy))
    whenReceived(copy, stream)
  }

  func writable(_ stream: ByteStream) {
    journal.write(.writable)
    whenWritable(stream)
  }

  func ended(_ stream: ByteStream) {
    journal.write(.ended)
    whenEnded(stream)
  }

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    journal.write(.closed(cause))
    whenClosed(stream)
  }
}

extension RawSpan {
  func copied() -> [UInt8] {
    withUnsafeBytes { [UInt8]($0) }
  }
}

extension ByteStream {
  func write(_ bytes: [UInt8]) {
    write(bytes.span.bytes)
  }
}
