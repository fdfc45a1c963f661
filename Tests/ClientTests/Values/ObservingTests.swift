import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct ObservingTests {
  private let session = SessionID(rawValue: 0x10)
  private let server = ServerAddress(host: "zk1")

  @Test("a state knows its session, and whether reads are served")
  func states() {
    let states: [(SessionState, SessionID?, Bool)] = [
      (.connecting, nil, false), (.connected(session), session, true),
      (.connectedReadOnly(session), session, true), (.suspended(session), session, false),
      (.ended(.closed), nil, false),
    ]
    for (state, id, isConnected) in states {
      #expect(state.session == id, "\(state)")
      #expect(state.isConnected == isConnected, "\(state)")
    }
  }

  @Test("states and ends read as sentences")
  func words() {
    #expect("\(SessionState.suspended(session))" == "disconnected, session 0x10 may live on")
    #expect(
      "\(SessionState.ended(.replaced(by: SessionID(rawValue: 0x11))))"
        == "ended: a server gave the session 0x11 in its place")
  }

  @Test("an event is one line that names what it is about")
  func events() {
    let lines: [(ClientEvent, String)] = [
      (.attempt(server, address: "10.0.0.1:2181"), "trying zk1:2181 at 10.0.0.1:2181"),
      (
        .attemptFailed(server, .tooSlow),
        "zk1:2181 cannot be used: it took too long to connect"
      ),
      (
        .connected(server, session, timeout: .seconds(30), resumed: false),
        "zk1:2181 serves a new session 0x10, timeout 30.0 seconds"
      ),
      (
        .connected(server, session, timeout: .seconds(30), resumed: true),
        "zk1:2181 serves the session 0x10, timeout 30.0 seconds"
      ),
      (
        .connectionLost(server, .closedByServer, failed: 2, askedAgain: 3),
        "lost zk1:2181: the server closed the connection; requests failed: 2, asked again: 3"
      ),
      (.stateChanged(.connecting), "connecting"),
      (
        .sessionRenewed(from: session, to: SessionID(rawValue: 0x11), because: .expired),
        "session 0x11 took the place of 0x10: a server said that the session has expired"
      ),
      (
        .serversBehind(lastSeen: Zxid(rawValue: 0x1F)),
        "the data of all servers is older than 0x1f, which this client has seen"
      ),
      (.watchesRestored(count: 2, bytes: 99), "watches left again: 2, in bytes 99"),
      (.changesMissed(watches: 2), "watches that may have missed changes: 2"),
      (.slowRequest(.get, "/a", .seconds(2)), "get /a took 2.0 seconds"),
      (.slowRequest(.transaction, nil, .seconds(2)), "transaction took 2.0 seconds"),
      (
        .serversChanged([server, ServerAddress(host: "::1", port: 1)]),
        "servers: zk1:2181, [::1]:1"
      ),
    ]
    for (event, line) in lines {
      #expect("\(event)" == line)
    }
  }
}
