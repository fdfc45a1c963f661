import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

@testable import zkbench

/// The load does what it claims, or says that it did not.
@Suite(.timeLimit(.minutes(1))) struct BenchLoadTests {
  private static let get = Request.getData(ReadRequest(path: "/a", watch: false))

  /// All that a session sends until its list is at an end, its farewell last.
  private static func xids(upTo count: Int32) -> [Int32] { Array(1...count) + [0] }

  /// Rather a failing test than one that hangs.
  private static let impatience = "nothing goes on"

  private func run(_ crew: Crew, _ body: @escaping () -> Void) throws {
    crew.loop.schedule(after: .seconds(20)) { crew.fail(LoadFailure(Self.impatience)) }
    try crew.run(body)
  }

  @Test(arguments: [1, 7, 256, 1_000, 2_000])
  func `every request of a list is sent once and answered once`(window: Int) async throws {
    let server = try await PlainServer()
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    let tally = Tally()
    tally.begin()
    let list = RequestList(count: 1_000) { .exists(ReadRequest(path: "/\($0)", watch: false)) }
    crew.add(1, feed: { list }, window: window, tally: tally)
    try run(crew) { crew.start() }
    #expect(server.requests.map(\.xid.rawValue) == Self.xids(upTo: 1_000))
    #expect(server.requests.last?.operation == .closeSession)
    #expect(tally.times.count == 1_000)
  }

  /// The server waits until it has the whole window in hand, every time.
  @Test(arguments: [1, 10, 250])
  func `as many requests are in flight as shall be`(window: Int) async throws {
    let server = try await PlainServer(answeringInGroupsOf: window)
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    let list = RequestList(count: 1_000) { _ in Self.get }
    crew.add(1, feed: { list }, window: window, tally: Tally())
    try run(crew) { crew.start() }
    #expect(server.requests.count == 1_001)
  }

  @Test(arguments: [1, 3, 16, 256])
  func `a request is repeated, with its numbers going round`(window: Int) async throws {
    let server = try await PlainServer()
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    let tally = Tally()
    tally.begin()
    crew.add(
      1, feed: { RepeatedRequest(Self.get, window: window) }, window: window, tally: tally)
    try run(crew) {
      crew.start()
      crew.loop.schedule(after: .milliseconds(10)) { crew.finish() }
    }
    let gets = server.requests.dropLast()
    #expect(gets.count >= window)
    #expect(gets.map(\.xid.rawValue) == gets.indices.map { Int32($0 % window) + 1 })
    #expect(gets.allSatisfy { $0.operation == .getData })
    #expect(server.requests.last?.operation == .closeSession)
    #expect(tally.times.count == gets.count)
  }

  @Test func `pings carry the number that pings have`() async throws {
    let server = try await PlainServer()
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    crew.add(1, feed: { RepeatedRequest(.ping, window: 4) }, window: 4, tally: Tally())
    try run(crew) {
      crew.start()
      crew.finish()
    }
    #expect(server.requests.map(\.xid.rawValue) == [-2, -2, -2, -2, 0])
  }

  /// More than are let in at one time.
  @Test func `idle sessions come, say nothing and leave`() async throws {
    let server = try await PlainServer()
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    crew.add(100, feed: { nil }, tally: Tally())
    try run(crew) { crew.finish() }
    #expect(server.requests.map(\.operation) == Array(repeating: .closeSession, count: 100))
  }

  @Test(arguments: PlainServer.Misdeed.allCases)
  func `a server that misbehaves gives no figure`(_ misdeed: PlainServer.Misdeed) async throws {
    let server = try await PlainServer(misdeed)
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    let list = RequestList(count: 100) { _ in Self.get }
    crew.add(1, feed: { list }, window: 20, tally: Tally())
    let failure = #expect(throws: LoadFailure.self) { try run(crew) { crew.start() } }
    #expect(failure?.description != Self.impatience)
  }

  @Test func `an error that was to be expected is none`() async throws {
    let server = try await PlainServer(.answersWithAnError)
    defer { server.stop() }
    let crew = try Crew(server: server.address)
    let list = RequestList(count: 100, tolerating: [.noNode]) { _ in Self.get }
    crew.add(1, feed: { list }, tally: Tally())
    try run(crew) { crew.start() }
    #expect(server.requests.count == 101)
  }
}
