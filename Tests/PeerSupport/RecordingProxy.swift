import Foundation

/// Stands between clients and a server on loopback, and reports every frame before passing it on.
///
/// So whoever has seen the effect of a frame can rely on its having been reported. The reports come
/// in order and one at a time.
package final class RecordingProxy: Sendable {
  package enum Direction: Sendable { case toServer, toClient }

  package struct Frame: Sendable {
    /// Counts from 1, in the order in which connections sent their first frame.
    package let connection: Int
    package let direction: Direction
    /// The first frame of each direction is the handshake, which has no header.
    package let isHandshake: Bool
    /// Without the length prefix.
    package let payload: [UInt8]
  }

  package enum Report: Sendable {
    case frame(Frame)
    case closed(connection: Int)
  }

  private struct State: Sendable {
    var links: [Int: ProxyLink] = [:]
    var connections = 0
    var refusesNewcomers = false
  }

  package let port: Int
  private let serverPort: Int
  private let listener: LoopbackSocket
  private let state = Guarded(State())
  private let report: @Sendable (Report) -> Void

  package init(to serverPort: Int, report: @escaping @Sendable (Report) -> Void) throws {
    self.serverPort = serverPort
    self.report = report
    listener = try LoopbackSocket.listen()
    port = listener.port
    Thread.detachNewThread { [self] in acceptClients() }
  }

  /// From now on a client that connects is hung up at once, until `admitNewcomers`.
  package func refuseNewcomers() {
    state.withLock { $0.refusesNewcomers = true }
  }

  package func admitNewcomers() {
    state.withLock { $0.refusesNewcomers = false }
  }

  /// Cuts all connections, and returns when nothing travels on them any more.
  package func cut() {
    let links = state.withLock { Array($0.links.values) }
    links.forEach { $0.cut() }
    _ = state.wait(atMost: .seconds(10)) { state in
      links.allSatisfy { state.links[$0.number] == nil }
    }
  }

  package func stop() {
    listener.shutDown()
    cut()
  }

  private func acceptClients() {
    while let client = listener.accept() {
      Thread.detachNewThread { [self] in serve(client) }
    }
  }

  private func serve(_ client: LoopbackSocket) {
    guard !refusesNewcomers, let start = client.read(exactly: 4), !refusesNewcomers,
      let server = try? LoopbackSocket.connect(to: serverPort)
    else { return client.shutDown() }
    // No frame is so long that its length starts with a letter: this is a four-letter word.
    guard start[0] == 0 else { return Self.relay(word: start, from: client, to: server) }
    let link = state.withLock { state in
      state.connections += 1
      let link = ProxyLink(number: state.connections, client: client, server: server)
      state.links[link.number] = link
      return link
    }
    let reportReply = reporter(link.number, .toClient)
    Thread.detachNewThread { link.forwardToClient(report: reportReply) }
    link.forwardToServer(first: start, report: reporter(link.number, .toServer))
    link.finish()
    state.withLock { state in
      state.links[link.number] = nil
      report(.closed(connection: link.number))
    }
  }

  private var refusesNewcomers: Bool { state.withLock { $0.refusesNewcomers } }

  private func reporter(
    _ connection: Int, _ direction: Direction
  ) -> @Sendable ([UInt8]) -> Void {
    let isHandshake = Guarded(true)
    return { [self] payload in
      let frame = Frame(
        connection: connection, direction: direction,
        isHandshake: isHandshake.withLock { handshake in
          defer { handshake = false }
          return handshake
        },
        payload: payload)
      // The lock puts the frames of all connections into one order.
      state.withLock { _ in report(.frame(frame)) }
    }
  }

  /// Some clients ask `isro` on a connection of its own, which is text in both directions.
  private static func relay(
    word: [UInt8], from client: LoopbackSocket, to server: LoopbackSocket
  ) {
    server.write(word)
    while let text = server.read(atMost: 4096), client.write(text) {}
    client.shutDown()
  }
}
