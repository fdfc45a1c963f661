import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperTesting
import ZooKeeperTransport

@testable import ZooKeeper

/// Questions to the server of this house, which answers as Apache's does.
@Suite("A probe", .timeLimit(.minutes(1)))
struct ServerProbeTests {
  private let thread: LoopThread
  private let probe: ServerProbe

  init() throws {
    thread = try LoopThread(named: "probe")
    probe = ServerProbe(on: thread.mailbox)
  }

  @Test("gets an answer to every word", arguments: ["127.0.0.1", "localhost"])
  func everyWord(_ host: String) async throws {
    let words: [FourLetterWord] = [
      .conf, .cons, .crst, .dirs, .dump, .envi, .gtmk, .isro, .mntr, .ruok, .srst, .srvr, .stat,
      .wchc, .wchp, .wchs,
    ]
    try await withTestServer { server throws in
      let address = ServerAddress(host: host, port: server.port)
      for word in words {
        #expect(try await probe.ask(word, of: address).isEmpty == false, "\(word)")
      }
      #expect(try await probe.ask(.hash, of: address) == "")
      #expect(try await probe.ask(.srst, of: address) == "Server stats reset.\n")
    }
  }

  @Test("reads what a new server says of itself")
  func newServer() async throws {
    try await withTestServer { server throws in
      let address = server.address
      try await probe.checkAlive(address)
      #expect(try await probe.access(to: address) == .readWrite)
      #expect(try await probe.figures(of: address)["zk_server_state"] == "standalone")
      let status = try await probe.status(of: address)
      let apaches = try ServerStatus(srvr: WordRecording.apache39.answer("srvr-fresh"))
      #expect(status.mode == apaches.mode)
      #expect(status.zxid == apaches.zxid)
      #expect(status.nodeCount == apaches.nodeCount)
      #expect(status.connections == apaches.connections)
    }
  }

  @Test("needs no loop of its own")
  func sharedLoop() async throws {
    try await withTestServer { server throws in
      try await ServerProbe().checkAlive(server.address)
    }
  }

  @Test("asks many questions at a time")
  func manyQuestions() async throws {
    try await withTestServer { server throws in
      let address = server.address
      let answers = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<50 { group.addTask { try await probe.ask(.ruok, of: address) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers == Array(repeating: "imok", count: 50))
    }
  }

  @Test("is told which words a server does not answer")
  func notAllowed() async throws {
    try await withTestServer({ $0.fourLetterWords = .only([]) }) { server throws in
      let address = server.address
      let error = await #expect(throws: ServerProbeError.self) {
        try await probe.figures(of: address)
      }
      #expect(error?.reason == .notAllowed)
      #expect(try await probe.status(of: address).mode == .standalone)
    }
  }

  @Test("is told nothing by a server that does not know the word")
  func unknownWord() async throws {
    try await withTestServer { server throws in
      let address = server.address
      let what = try #require(FourLetterWord("what"))
      let error = await #expect(throws: ServerProbeError.self) {
        try await probe.ask(what, of: address)
      }
      #expect(error?.reason == .closedWithoutAnswer)
    }
  }

  @Test("is refused where nobody listens")
  func refused() async throws {
    let address = try await withTestServer { $0.address }
    let error = await #expect(throws: ServerProbeError.self) {
      try await probe.ask(.ruok, of: address)
    }
    #expect(error?.reason == .refused)
    #expect(error?.server == address && error?.word == .ruok)
  }

  @Test("does not find hosts that do not exist")
  func unknownHost() async throws {
    let error = await #expect(throws: ServerProbeError.self) {
      let nobody = ServerAddress(host: "nobody.invalid", port: 2181)
      return try await probe.ask(.ruok, of: nobody, within: .seconds(50))
    }
    guard case .hostNotFound(let why) = error?.reason else {
      Issue.record("\(error?.reason as Any)")
      return
    }
    #expect(!why.isEmpty)
  }

  @Test("without a loop asks nobody, and says so", arguments: ["127.0.0.1", "localhost"])
  func stoppedLoop(_ host: String) async throws {
    thread.stop()
    let error = await #expect(throws: ServerProbeError.self) {
      try await probe.ask(.ruok, of: ServerAddress(host: host, port: 2181))
    }
    #expect(error?.reason == .unavailable("its event loop has stopped"))
  }
}

extension TestServer {
  fileprivate var address: ServerAddress { ServerAddress(host: "127.0.0.1", port: port) }
}
