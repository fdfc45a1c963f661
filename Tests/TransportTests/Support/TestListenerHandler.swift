import ZooKeeperTransport

/// Lets in whom the test wants to let in.
final class TestListenerHandler: ListenerHandler {
  private let welcome: (SocketAddress) -> (any StreamHandler)?
  private let failures: Journal<SystemError>

  init(
    failures: Journal<SystemError> = Journal(),
    welcome: @escaping (SocketAddress) -> (any StreamHandler)?
  ) {
    self.failures = failures
    self.welcome = welcome
  }

  func handler(for peer: SocketAddress) -> (any StreamHandler)? {
    welcome(peer)
  }

  func acceptingFailed(_ error: SystemError) {
    failures.write(error)
  }
}

extension Mailbox {
  /// Listens on the loop until it stops; returns where.
  func listen(
    at address: SocketAddress = .anyPort,
    welcome: @escaping @Sendable (SocketAddress, EventLoop) -> (any StreamHandler)?
  ) async throws -> SocketAddress {
    try await run { loop in
      let handler = TestListenerHandler { [unowned loop] in welcome($0, loop) }
      return try Listener(at: address, handler: handler, on: loop).address
    }
  }
}

extension SocketAddress {
  static let anyPort = SocketAddress(.loopback, port: 0)
}
