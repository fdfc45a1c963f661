import Testing
import ZooKeeperModel
import ZooKeeperServer

/// What somebody with a terminal gets to see.
struct WordsOnTheWireTests {
  private func ask(
    _ pieces: String..., allowed: ServerConfiguration.AllowedWords = .all
  ) async throws -> String {
    try await withServer(configured: { $0.fourLetterWords = allowed }) { server in
      let socket = try WireSocket.connect(to: server.port)
      for piece in pieces { socket.send(Array(piece.utf8)) }
      return String(decoding: socket.readToEnd() ?? [], as: UTF8.self)
    }
  }

  private func word(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func answer(to bytes: [UInt8], on port: UInt16) throws -> String {
    let socket = try WireSocket.connect(to: port)
    socket.send(bytes)
    return String(decoding: socket.readToEnd() ?? [], as: UTF8.self)
  }

  @Test("trap 15: a word is answered and the connection closed, a stray newline or not")
  func newline() async throws {
    #expect(try await ask("ruok") == "imok")
    #expect(try await ask("ruok\n") == "imok")
    #expect(try await ask("ruok\r\n") == "imok")
  }

  @Test("trap 15: a word may come in pieces")
  func pieces() async throws {
    #expect(try await ask("r", "uo", "k") == "imok")
  }

  @Test("trap 15: letters that are no word are a length that is too long")
  func noWord() async throws {
    #expect(try await ask("ruoK") == "")
  }

  @Test("trap 15: after the handshake a word is a length that is too long")
  func afterTheHandshake() async throws {
    try await withServer(configured: { $0.fourLetterWords = .all }) { server in
      let client = try WireClient(to: server.port)
      client.socket.send(word("ruok"))
      #expect(client.socket.readToEnd() == [])
    }
  }

  @Test("a word that is not allowed says so, and srvr always answers")
  func whitelist() async throws {
    #expect(
      try await ask("stat", allowed: .only([]))
        == "stat is not executed because it is not in the whitelist.\n")
    #expect(try await ask("srvr", allowed: .only([])).hasPrefix("Zookeeper version: 3.9"))
  }

  @Test("what a client did stands in the reports until it is forgotten")
  func reports() async throws {
    try await withServer(configured: { $0.fourLetterWords = .all }) { server in
      let client = try WireClient(to: server.port)
      #expect(try client.call(.create("/e", .ephemeral)).error == .ok)
      #expect(try client.call(.get("/e", watch: true)).error == .ok)
      let session = "\(client.greeting.sessionID)"
      #expect(
        try answer(to: word("wchs"), on: server.port)
          == "1 connections watching 1 paths\nTotal watches:1\n")
      #expect(try answer(to: word("wchc"), on: server.port) == "\(session)\n\t/e\n\n")
      #expect(try answer(to: word("wchp"), on: server.port) == "/e\n\t\(session)\n\n")
      #expect(try answer(to: word("dump"), on: server.port).contains("\(session):\n\t/e\n"))
      // The handshake, two requests, and the word itself; as many answers.
      #expect(
        try answer(to: word("cons"), on: server.port).contains(
          "recved=3,sent=3,sid=\(session),lop=GETD,"))
      #expect(try answer(to: word("mntr"), on: server.port).contains("zk_ephemerals_count\t1\n"))
      #expect(try answer(to: word("srst"), on: server.port) == "Server stats reset.\n")
      #expect(try answer(to: word("srvr"), on: server.port).contains("Received: 1\nSent: 1\n"))
      #expect(try answer(to: word("crst"), on: server.port) == "Connection stats reset.\n")
      #expect(
        try answer(to: word("cons"), on: server.port).contains(
          "recved=0,sent=0,sid=\(session),lop=NA,"))
    }
  }

  @Test("the mask that stmk sets is what gtmk tells")
  func traceMask() async throws {
    try await withServer(configured: { $0.fourLetterWords = .all }) { server throws in
      #expect(try answer(to: word("gtmk"), on: server.port) == "306")
      #expect(try answer(to: word("stmk") + [0, 0, 0, 0, 0, 0, 1, 0], on: server.port) == "256")
      #expect(try answer(to: word("gtmk"), on: server.port) == "256")
    }
  }
}
