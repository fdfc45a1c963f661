import ClientScenarios
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

/// A door to a server that makes it an old one: what a release of years ago did not know is
/// answered as that release did.
final class AgedServer: Sendable {
  let address: ServerAddress

  private let release: LatestValue<OldRelease>
  private let thread: LoopThread

  init(_ release: OldRelease, before port: UInt16) async throws {
    let release = LatestValue(release)
    let thread = try LoopThread(named: "aged")
    let server = SocketAddress(.loopback, port: port)
    let door = try await thread.mailbox.run { loop in
      let handler = Door(to: server, of: release, on: loop)
      return try Listener(at: SocketAddress(.loopback, port: 0), handler: handler, on: loop)
        .address.port
    }
    address = ServerAddress(host: "127.0.0.1", port: door)
    self.release = release
    self.thread = thread
  }

  /// Is of another release for whoever connects from now on.
  func become(_ other: OldRelease) {
    release.set(other)
  }

  private final class Door: ListenerHandler {
    private let server: SocketAddress
    private let release: LatestValue<OldRelease>
    private let loop: EventLoop
    private var connections = 0

    init(to server: SocketAddress, of release: LatestValue<OldRelease>, on loop: EventLoop) {
      self.server = server
      self.release = release
      self.loop = loop
    }

    func handler(for peer: SocketAddress) -> (any StreamHandler)? {
      connections += 1
      // The real ones do both, as it happens.
      return AgedConnection(
        to: server, of: release.current, answersOnceMore: connections.isMultiple(of: 2), on: loop)
    }

    func acceptingFailed(_ error: SystemError) {}
  }
}

extension OldRelease {
  /// What it has no answer to.
  var unknownOperations: Set<OpCode> {
    switch self {
    case .v34:
      [
        .create2, .reconfig, .checkWatches, .removeWatches, .createContainer, .createTTL,
        .multiRead, .getEphemerals, .getAllChildrenNumber, .setWatches2, .addWatch, .whoAmI,
      ]
    case .v36: [.whoAmI]
    }
  }
}
