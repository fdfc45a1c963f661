/// One client's connection through the proxy: a socket to each side.
final class ProxyLink: Sendable {
  let number: Int
  private let client: LoopbackSocket
  private let server: LoopbackSocket
  private let serverIsDone = Guarded(false)

  init(number: Int, client: LoopbackSocket, server: LoopbackSocket) {
    self.number = number
    self.client = client
    self.server = server
  }

  /// Passes on the client's frames until either side ends. The length of the first was read before,
  /// to know that the client speaks in frames.
  func forwardToServer(first length: [UInt8], report: ([UInt8]) -> Void) {
    var length = length
    while Self.forwardFrame(length, from: client, to: server, report: report) {
      guard let next = client.read(exactly: 4) else { return }
      length = next
    }
  }

  func forwardToClient(report: ([UInt8]) -> Void) {
    while let length = server.read(exactly: 4) {
      guard Self.forwardFrame(length, from: server, to: client, report: report) else { break }
    }
    client.shutDown()
    serverIsDone.withLock { $0 = true }
  }

  /// After the client has gone: a server that is told so at once throws away the reply to
  /// closeSession, so it gets the time to finish.
  func finish() {
    _ = serverIsDone.wait(atMost: .seconds(2)) { $0 }
    cut()
    _ = serverIsDone.wait(atMost: .seconds(10)) { $0 }
  }

  func cut() {
    client.shutDown()
    server.shutDown()
  }

  private static func forwardFrame(
    _ length: [UInt8], from source: LoopbackSocket, to target: LoopbackSocket,
    report: ([UInt8]) -> Void
  ) -> Bool {
    let count = length.reduce(0) { $0 << 8 | Int($1) }
    guard let payload = source.read(exactly: count) else { return false }
    report(payload)
    return target.write(length + payload)
  }
}
