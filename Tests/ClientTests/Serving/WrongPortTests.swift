import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

/// Clients at ports where no ZooKeeper listens: they say so, and go on looking.
@Suite(.timeLimit(.minutes(1)))
struct WrongPortTests {
  private static let http = Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8)

  @Test(
    "whatever a stranger says, the client says what it is, and calls fail in time",
    arguments: [
      // Taken for a length, the first letters promise more than a frame may have.
      (http, "the peer does not speak as ZooKeeper does"),
      // A frame, and no greeting.
      ([0, 0, 0, 4, 1, 2, 3, 4], "the peer does not speak as ZooKeeper does"),
      // A length that no frame can have.
      ([0xFF, 0xFF, 0xFF, 0xFF], "the peer does not speak as ZooKeeper does"),
      // The beginning of a greeting, and nothing more.
      ([0, 0, 0, 37, 0, 0], "it took too long to connect"),
    ])
  func stranger(_ words: [UInt8], _ explanation: String) async throws {
    let failures = LatestValue<[String]>([])
    let stranger = try await RudeServer(
      RudeServer.Manners(whenAsked: { $0.write(words.span.bytes) }))
    var configuration = ClientConfiguration(servers: try ServerList([stranger.address]))
    configuration.requestTimeout = .milliseconds(500)
    // Only who waits in vain gives up soon; whoever hears something wants to hear it.
    let waitsInVain = explanation.hasPrefix("it took too long")
    configuration.connectTimeout = waitsInVain ? .milliseconds(100) : .seconds(30)
    configuration.onEvent = { event in
      guard case .attemptFailed = event else { return }
      failures.set(failures.current + [event.description])
    }
    try await withZooKeeper(configuration) { zk in
      for await told in failures.updates where !told.isEmpty { break }
      let error = await #expect(throws: ZooKeeperError.self) { try await zk.get("/a") }
      #expect(error?.code == .timedOut && error?.outcome == .notApplied)
      #expect(zk.state == .connecting)
    }
    let told = try #require(failures.current.first)
    #expect(told.contains("\(stranger.address)") && told.contains(explanation))
  }
}
