import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct EchoTests {
  /// Sends all it has, says that this was all, and takes what comes back.
  private final class Caller: StreamHandler {
    private let payload: [UInt8]
    private var echo: [UInt8] = []
    private let results: Journal<Bool>

    init(_ payload: [UInt8], results: Journal<Bool>) {
      self.payload = payload
      self.results = results
    }

    func opened(_ stream: ByteStream) {
      stream.write(payload)
      stream.finishWriting()
    }

    func received(_ bytes: RawSpan, from stream: ByteStream) { echo += bytes.copied() }

    func writable(_ stream: ByteStream) {}

    func closed(_ stream: ByteStream, because cause: CloseCause) {
      results.write(echo == payload && cause == .endedByPeer)
    }
  }

  @Test(
    "what is sent comes back unchanged on every one of many connections",
    arguments: [1, 2, 104, 4_096, 65_537, 262_144, 262_145, 3_000_000])
  func manyConnections(byteCount: Int) async throws {
    let server = try LoopThread(named: "server")
    let clients = try LoopThread(named: "clients")
    defer {
      clients.stop()
      server.stop()
    }
    let address = try await server.mailbox.listen { _, _ in Echo() }
    let results = Journal<Bool>()
    let connections = byteCount < 1_000_000 ? 50 : 4

    clients.mailbox.post { loop in
      for seed in 0..<connections {
        let caller = Caller(pattern(byteCount, seed: UInt64(seed)), results: results)
        _ = ByteStream.connect(to: address, handler: caller, on: loop)
      }
    }

    #expect(await results.next(connections) == Array(repeating: true, count: connections))
  }

  @Test("a blocking peer gets its bytes back one by one")
  func pingPong() async throws {
    let server = try LoopThread(named: "server")
    defer { server.stop() }
    let address = try await server.mailbox.listen { _, _ in Echo() }
    let peer = try BlockingPeer.connect(to: address)
    for byte in UInt8.min...UInt8.max {
      peer.send([byte])
      #expect(peer.read(1) == [byte])
    }
  }
}
