import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperWire

/// What leaves before a transaction is on disk, and what waits for it.
@Suite(.timeLimit(.minutes(1))) struct SlowDiskTests {
  private let disk = StallingDisk()

  /// Three clients of a server with the nodes `/a` and `/b`, so that nobody is alone on it.
  private func withClients(
    _ body: (ZooKeeperServer, _ writer: WireClient, _ reader: WireClient, Witness) async throws
      -> Void
  ) async throws {
    defer { disk.release() }
    try await withServer(on: disk) { server in
      let writer = try WireClient(to: server.port)
      let reader = try WireClient(to: server.port)
      let witness = Witness(try WireClient(to: server.port))
      try writer.call(.create("/a"))
      try writer.call(.create("/b"))
      try await body(server, writer, reader, witness)
      disk.release()
    }
  }

  /// Somebody who waits for nothing on the disk.
  struct Witness {
    let client: WireClient

    init(_ client: WireClient) {
      self.client = client
    }

    /// Returns when the server has heard, and answered if it wanted to, what came before: sockets
    /// are served in the order in which something arrived, and answers leave at the end of a turn.
    func sawServerTurn() throws {
      for _ in 0..<2 { try client.call(.get("/b")) }
    }
  }

  @Test("a read waits for nothing but the transactions that it saw")
  func reads() async throws {
    try await withClients { _, writer, reader, witness in
      let before = writer.lastHeader.zxid
      disk.hold()
      let write = writer.send(.set("/a"))
      #expect(disk.holdsSync())

      let untouched = try reader.call(.get("/b"))
      #expect(untouched.error == .ok)
      #expect(reader.lastHeader.zxid == before)

      let touched = reader.send(.get("/a"))
      let ping = reader.send(.ping)
      let behind = reader.send(.get("/b"))
      try witness.sawServerTurn()
      #expect(!reader.socket.hasNews)
      #expect(!writer.socket.hasNews)

      disk.release()
      try writer.answer(to: write)
      let after = writer.lastHeader.zxid
      #expect(after.rawValue == before.rawValue + 1)
      for xid in [touched, ping, behind] {
        try reader.answer(to: xid)
        #expect(reader.lastHeader.zxid == after)
      }
    }
  }

  @Test("the header of a read names no transaction that a crash could undo")
  func headerOfRead() async throws {
    try await withClients { _, writer, reader, witness in
      let durable = writer.lastHeader.zxid
      disk.hold()
      for _ in 0..<5 { writer.send(.set("/a")) }
      #expect(disk.holdsSync())
      try witness.sawServerTurn()
      try reader.call(.get("/b"))
      #expect(reader.lastHeader.zxid == durable)
      try reader.call(.ping)
      #expect(reader.lastHeader.zxid == durable)
      try reader.call(.get("/none"))
      #expect(reader.lastHeader.zxid == durable)
    }
  }

  @Test("answers come in the order of the requests, also those that wait for nothing")
  func replyOrder() async throws {
    try await withClients { _, writer, _, witness in
      disk.hold()
      let requests: [Request] = [
        .set("/a"), .get("/a"), .get("/b"), .ping, .create("/x"), .exists("/x"), .set("/none"),
        .whoAmI,
      ]
      let xids = requests.map { writer.send($0) }
      #expect(disk.holdsSync())
      try witness.sawServerTurn()
      #expect(!writer.socket.hasNews)
      disk.release()
      for (request, xid) in zip(requests, xids) {
        let message = try writer.answer(to: xid)
        let isMissing = request.operation == .setData && xid != xids[0]
        #expect(message.header.error == (isMissing ? .noNode : .ok))
      }
    }
  }

  @Test("an event comes before the answer that shows the change, and after the change is on disk")
  func eventFirst() async throws {
    try await withClients { _, writer, reader, witness in
      try reader.call(.get("/a", watch: true))
      disk.hold()
      writer.send(.set("/a", [7]))
      #expect(disk.holdsSync())
      let read = reader.send(.get("/a"))
      try witness.sawServerTurn()
      #expect(!reader.socket.hasNews)
      disk.release()
      let event = try reader.receive()
      #expect(try event.event().kind == .nodeDataChanged)
      let answer = try reader.receive()
      #expect(answer.header.xid == read)
      #expect(answer.header.zxid == event.header.zxid)
      guard case .data(let data) = try answer.reply(to: .getData) else {
        Issue.record("no data")
        return
      }
      #expect(data.data == [7])
    }
  }

  @Test("a session is not given before it is on disk")
  func newSession() async throws {
    try await withClients { server, _, _, witness in
      disk.hold()
      let socket = try WireSocket.connect(to: server.port)
      socket.send(.frame { ConnectRequest.new().encode(to: &$0) })
      #expect(disk.holdsSync())
      try witness.sawServerTurn()
      #expect(!socket.hasNews)
      disk.release()
      let bytes = try socket.frame()
      var reader = JuteReader(bytes.span.raw)
      #expect(try ConnectReply(from: &reader).timeoutMilliseconds > 0)
    }
  }

  @Test("whatever was decided while the disk was busy is one batch with one sync")
  func groupCommit() async throws {
    try await withClients { _, writer, reader, witness in
      disk.hold()
      let first = writer.send(.set("/a"))
      #expect(disk.holdsSync())
      let before = disk.syncCount
      let ofWriter = (0..<100).map { _ in writer.send(.set("/a")) }
      let ofReader = (0..<100).map { _ in reader.send(.set("/b")) }
      // The witness reads a node that waits for the disk now, so it looks elsewhere.
      for _ in 0..<2 { try witness.client.call(.exists("/zookeeper")) }
      disk.release()
      for xid in [first] + ofWriter { try writer.answer(to: xid) }
      for xid in ofReader { try reader.answer(to: xid) }
      #expect(disk.syncCount == before + 1)
    }
  }

  @Test("closing a session is answered when it is on disk, and then the connection ends")
  func closing() async throws {
    try await withClients { _, writer, _, witness in
      disk.hold()
      let close = writer.send(.closeSession)
      #expect(disk.holdsSync())
      try witness.sawServerTurn()
      #expect(!writer.socket.hasNews)
      disk.release()
      let answer = try writer.receive()
      #expect(answer.header.xid == close)
      #expect(answer.body.isEmpty)
      #expect(writer.socket.readToEnd() == [])
    }
  }

  @Test("when a sync fails nobody is answered, connections end, and run() says why")
  func failedSync() async throws {
    let server = try await startServer(on: disk)
    let writer = try WireClient(to: server.port)
    let reader = try WireClient(to: server.port)
    try writer.call(.create("/a"))
    disk.hold()
    writer.send(.set("/a"))
    #expect(disk.holdsSync())
    reader.send(.get("/a"))
    try reader.expectSilence(after: server)
    disk.fail()
    let failure = await #expect(throws: ServerFailure.self) { try await server.run() }
    #expect(failure?.kind == .transactionLog)
    #expect(writer.socket.readToEnd() == [])
    #expect(reader.socket.readToEnd() == [])
  }
}

extension WireClient {
  /// Returns when the server has heard what this client said, and checks that it said nothing.
  fileprivate func expectSilence(after server: ZooKeeperServer) throws {
    let other = try WireSocket.connect(to: server.port)
    // An unreadable greeting is refused in the turn in which it is read.
    other.send([0xFF, 0xFF, 0xFF, 0xFF])
    #expect(other.readToEnd() == [])
    #expect(!socket.hasNews)
  }
}
