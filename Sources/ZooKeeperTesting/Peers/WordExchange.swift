import ZooKeeperTransport
import ZooKeeperWire

/// An administrator's word, such as `srvr`, and what a server answers to it.
final class WordExchange: StreamHandler {
  private let word: String
  private var answer: [UInt8] = []
  private let completion: (String?) -> Void

  private init(_ word: String, completion: @escaping (String?) -> Void) {
    self.word = word
    self.completion = completion
  }

  /// Asks a server on this machine. Nil is no answer within that time.
  static func ask(
    _ word: String, port: UInt16, on thread: LoopThread, atMost limit: Duration
  ) async -> String? {
    await withCheckedContinuation { continuation in
      let isTaken = thread.mailbox.post { loop in
        let exchange = WordExchange(word) { continuation.resume(returning: $0) }
        let address = SocketAddress(.loopback, port: port)
        let stream = ByteStream.connect(to: address, handler: exchange, on: loop)
        loop.schedule(after: limit) { stream.close(.atOnce) }
      }
      if !isTaken { continuation.resume(returning: nil) }
    }
  }

  func opened(_ stream: ByteStream) {
    stream.write(Array(word.utf8).span.raw)
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    answer += bytes.copied()
  }

  func writable(_ stream: ByteStream) {}

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    completion(cause == .endedByPeer ? String(decoding: answer, as: UTF8.self) : nil)
  }
}
