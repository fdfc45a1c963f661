import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

@Suite("What the brain lists for administrators")
struct AdministratorsListsTests {
  @Test("watches by connection and by path, each once for a connection")
  func watches() {
    var watches = WatchIndex()
    let (first, second) = (ConnectionID(rawValue: 1), ConnectionID(rawValue: 2))
    watches.watchData(second, "/b")
    watches.watchData(second, "/a")
    watches.watchData(first, "/a")
    watches.watchData(first, "/a")
    watches.watchChildren(first, "/c")
    let isKnownMode = watches.watch(first, "/a", .persistent)
    #expect(isKnownMode)

    #expect(watches.data.connections == [first, second])
    let byPath = watches.data.connectionsByPath
    #expect(byPath.map(\.path) == ["/a", "/b"])
    #expect(byPath.map(\.connections) == [[second, first], [second]])
    #expect(watches.data.count == 3)
    #expect(watches.children.count == 2)

    watches.removeAll(of: second)
    #expect(watches.data.connections == [first])
    #expect(watches.data.connectionsByPath.map(\.path) == ["/a"])
  }

  @Test("sessions by their deadlines")
  func deadlines() {
    let start = MonotonicInstant(nanoseconds: 0)
    var sessions = SessionTable(
      SessionTable.Options(tick: 1_000), ids: SessionIDSource(startingAtMilliseconds: 1))
    let slow = sessions.open(wishedTimeout: 10_000, at: start).id
    let quick = sessions.open(wishedTimeout: 2_000, at: start).id
    let other = sessions.open(wishedTimeout: 10_999, at: start).id
    #expect(sessions.deadlines.map(\.sessions) == [[quick], [slow, other]])
    // The first tick after the timeout, and the one after it if the timeout ends on a tick.
    #expect(sessions.deadlines.map(\.deadline.nanoseconds) == [3_000_000_000, 11_000_000_000])
    #expect(sessions.deadline(of: quick)?.nanoseconds == 3_000_000_000)
    #expect(sessions.timeout(of: other) == 10_999)

    let isOpen = sessions.touch(quick, at: MonotonicInstant(nanoseconds: 9_500_000_000))
    #expect(isOpen)
    #expect(sessions.deadlines.map(\.sessions) == [[slow, other], [quick]])
    sessions.close(slow)
    #expect(sessions.deadlines.map(\.sessions) == [[other], [quick]])
    #expect(sessions.deadline(of: slow) == nil && sessions.timeout(of: slow) == nil)
  }

  @Test("watches and ephemeral nodes by the sessions that have them")
  func sessions() throws {
    let authentication = Authentication(schemes: [], hash: { _ in [] })
    var machine = ServerMachine(
      ServerMachine.Options(access: Access(schemes: []), authentication: authentication),
      tree: DataTree(.init(checksum: nil, hashKey: 1)),
      sessions: SessionTable(.init(), ids: SessionIDSource(startingAtMilliseconds: 1)))
    let connection = ConnectionID(rawValue: 1)
    let inputs: [ServerInput] = [
      .opened(connection, address: "127.0.0.1"),
      .greeting(
        connection,
        ConnectRequest(
          lastZxidSeen: .zero, timeoutMilliseconds: 10_000, sessionID: .none, password: nil,
          readOnly: false)),
      request(
        1,
        .create(
          CreateRequest(
            path: "/a", data: nil, acl: AccessControl.open.entries, flags: .ephemeral))),
      request(2, .getData(ReadRequest(path: "/a", watch: true))),
      request(3, .getChildren(ReadRequest(path: "/", watch: true))),
    ]
    for input in inputs {
      let zero = MonotonicInstant(nanoseconds: 0)
      machine.step(
        input, at: Moment(monotonic: zero, wall: Timestamp(millisecondsSinceEpoch: 0)))
    }
    let session = try #require(machine.sessions.deadlines.first?.sessions.first)

    #expect(machine.session(of: connection) == session)
    #expect(machine.session(of: ConnectionID(rawValue: 2)) == .none)
    #expect(machine.watchCount == 2)
    let counts = machine.dataWatchCounts
    #expect((counts.connections, counts.paths, counts.watches) == (1, 1, 1))
    #expect(machine.dataWatchesBySession.map(\.session) == [session])
    #expect(machine.dataWatchesBySession.map(\.paths) == [["/a"]])
    #expect(machine.dataWatchesByPath.map(\.path) == ["/a"])
    #expect(machine.dataWatchesByPath.map(\.sessions) == [[session]])
    #expect(machine.tree.ephemeralCount == 1)
    #expect(machine.tree.ephemeralsBySession.map(\.session) == [session])
    #expect(machine.tree.ephemeralsBySession.map(\.paths) == [["/a"]])
  }

  private func request(_ xid: Int32, _ request: Request) -> ServerInput {
    .request(
      ConnectionID(rawValue: 1),
      RequestHeader(xid: Xid(rawValue: xid), operation: request.operation), request)
  }
}
