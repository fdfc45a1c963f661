import ZooKeeperTransport

/// Sessions that work together on one loop, from the first handshake to the last farewell.
final class Crew {
  /// Handshakes at one time: a server has room for few connections that it has not accepted yet,
  /// 50 by Apache's default, and to those it has to refuse the kernel returns a second later.
  private static let handshakesMax = 32

  let loop: EventLoop
  private let server: SocketAddress
  private var members: [LoadConnection] = []
  private var connecting = 0
  private var ready = 0
  private var left = 0
  private var failure: LoadFailure?
  private var whenAllAreReady: () -> Void = {}

  init(server: SocketAddress) throws {
    self.server = server
    loop = try EventLoop()
  }

  func add(_ count: Int, feed: () -> (any RequestFeed)?, window: Int = 1, tally: Tally) {
    for _ in 0..<count {
      members.append(LoadConnection(feed: feed(), window: window, tally: tally, crew: self))
    }
  }

  /// Opens all sessions, lets `body` begin when they are there, and returns when the last has left.
  func run(_ body: @escaping () -> Void) throws {
    whenAllAreReady = body
    connectMore()
    loop.run()
    whenAllAreReady = {}
    if let failure { throw failure }
  }

  func start() {
    for member in members { member.start() }
  }

  func finish() {
    for member in members { member.finish() }
  }

  private func connectMore() {
    while connecting < members.count, connecting - ready < Self.handshakesMax {
      connecting += 1
      members[connecting - 1].connect(to: server, on: loop)
    }
  }
}

/// What the sessions tell.
extension Crew {
  func isReady() {
    ready += 1
    connectMore()
    if ready == members.count { whenAllAreReady() }
  }

  func hasLeft() {
    left += 1
    if left == members.count { loop.stop() }
  }

  /// The first failure ends everything; those that follow from it say nothing new.
  func fail(_ failure: LoadFailure) {
    if self.failure != nil { return }
    self.failure = failure
    loop.stop()
  }
}
