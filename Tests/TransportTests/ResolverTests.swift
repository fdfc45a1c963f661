import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct ResolverTests {
  private typealias Answer = Result<[SocketAddress], ResolutionError>

  private func resolve(_ endpoint: Endpoint) async throws -> Answer {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let answers = Journal<Answer?>()
    thread.mailbox.post { loop in
      Resolver.resolve(endpoint, on: loop) { answers.write($0) }
      answers.write(nil)
    }
    #expect(await answers.next() == .some(nil), "the answer came before the question was over")
    return try #require(await answers.next() ?? nil)
  }

  @Test("numbers are addresses")
  func numeric() async throws {
    let four = try await resolve(Endpoint(host: "192.0.2.7", port: 2181))
    #expect(four == .success([SocketAddress(.v4(0xC000_0207), port: 2181)]))
    let six = try await resolve(Endpoint(host: "::1", port: 2181))
    #expect(six == .success([SocketAddress(.loopbackV6, port: 2181)]))
  }

  @Test("a name leads to its addresses, each once")
  func name() async throws {
    let found = try await resolve(Endpoint(host: "localhost", port: 2181)).get()
    #expect(found.contains(SocketAddress(.loopback, port: 2181)))
    #expect(Set(found).count == found.count)
  }

  @Test("a name that cannot exist leads to an error that repeats it")
  func unknown() async throws {
    let endpoint = Endpoint(host: "nobody.invalid", port: 2181)
    let error = try await #require(throws: ResolutionError.self) {
      try await resolve(endpoint).get()
    }
    #expect(error.endpoint == endpoint && !error.reason.isEmpty)
  }
}
